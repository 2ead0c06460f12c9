/// How Loom signs in at git servers: a deploy key per project, the keys by which the project knows
/// its hosts, and secrets of the vault for HTTP.
///
/// `DeployKeyService` holds the keys, `HostKeyService` what hosts showed, `ProjectRemotes` makes of
/// both what a git command needs. The database is the truth; the files that `ssh` reads are written
/// from it before each use.
@NullMarked
package io.loom.server.credential;

import org.jspecify.annotations.NullMarked;
