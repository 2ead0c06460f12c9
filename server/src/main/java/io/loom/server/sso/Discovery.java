package io.loom.server.sso;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;

/// Where a provider takes what, as it says itself.
///
/// @param takesBasic whether a client's secret may go into a header
record Discovery(URI authorization, URI token, URI keys, boolean takesBasic) {
  static URI address(URI issuer) {
    return URI.create(
        issuer.toString().replaceFirst("/+$", "") + "/.well-known/openid-configuration");
  }

  static Discovery of(JsonNode document, URI issuer) throws ProviderException {
    if (!document.path("issuer").asText("").equals(issuer.toString())) {
      throw new ProviderException(
          "The provider calls itself otherwise than sso.issuer, %s.".formatted(issuer));
    }
    var methods = document.path("token_endpoint_auth_methods_supported");
    boolean takesBasic = !methods.isArray() || methods.isEmpty();
    for (var method : methods) {
      takesBasic |= method.asText().equals("client_secret_basic");
    }
    return new Discovery(
        address(document, "authorization_endpoint", issuer),
        address(document, "token_endpoint", issuer),
        address(document, "jwks_uri", issuer),
        takesBasic);
  }

  private static URI address(JsonNode document, String name, URI issuer) throws ProviderException {
    try {
      var address = new URI(document.path(name).asText(""));
      boolean isSafe =
          "https".equals(address.getScheme())
              || ("http".equals(address.getScheme()) && "http".equals(issuer.getScheme()));
      if (isSafe && address.getHost() != null && address.getRawUserInfo() == null) {
        return address;
      }
    } catch (URISyntaxException _) {
      // Said below.
    }
    throw new ProviderException("The provider names no usable %s.".formatted(name));
  }
}
