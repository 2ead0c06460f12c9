/// Single sign-on: people sign in at a provider of OpenID Connect, by the code flow with PKCE.
///
/// `SsoService` leads a browser to the provider and takes it back, `SsoProvider` talks to the
/// provider, `IdTokens` decides whether what it said is genuine, and `SsoAccounts` which user that
/// is. What the browser was sent away with is in its own cookie, an `Attempt`: nothing is stored
/// before somebody is known. The session that comes of it is opened by `auth`.
@NullMarked
package io.loom.server.sso;

import org.jspecify.annotations.NullMarked;
