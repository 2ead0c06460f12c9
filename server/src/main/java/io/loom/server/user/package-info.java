/// Users, their roles and passwords.
///
/// `UserService` has the rules: names are taken once, the last administrator stays, passwords are
/// kept as Argon2id hashes only. `Rights` knows every permission there is, `Role` gives them out.
/// Signing in is in `auth`; features that keep something of a user follow him as `UserFollower`.
@NullMarked
package io.loom.server.user;

import org.jspecify.annotations.NullMarked;
