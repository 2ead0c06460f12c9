package io.loom.server.sso;

import io.loom.base.Secret;
import java.net.URI;

/// A provider of OpenID Connect on loopback that knows `alice` and `bob`, and Loom as a client.
interface OidcProvider extends AutoCloseable {
  String CLIENT = "loom";
  Secret CLIENT_SECRET = new Secret("secret of the client");

  /// Where the browsers of these tests reach Loom, as far as the provider knows.
  URI LOOM = URI.create("https://loom.test");

  URI issuer();

  /// Signs somebody in, in a browser of his own, where Loom sent that.
  ///
  /// @return where the provider sends the browser then
  URI signIn(URI authorization, String username);

  @Override
  void close();
}
