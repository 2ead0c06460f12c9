/// Signing in: who makes a request, and how he proves it.
///
/// `LoginService` turns a name and a password into a session, `TokenSigner` words it as a JWT, and
/// `RequestAuthenticator` finds the caller of each request by token, cookie, ticket or API key. A
/// token is worth what its session's row says: without one it is refused, before and after a
/// restart. `Identities` remembers what rows said, and forgets with each event that changes it.
@NullMarked
package io.loom.server.auth;

import org.jspecify.annotations.NullMarked;
