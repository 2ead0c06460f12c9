package io.loom.server.sso;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.base.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.Set;

/// Where a provider takes what, as it says itself.
///
/// @param secretMethods how it takes a client's secret, in the names of the standard
record Discovery(URI authorization, URI token, URI keys, Set<String> secretMethods) {
  static final String BASIC = "client_secret_basic";
  static final String POST = "client_secret_post";

  Discovery {
    secretMethods = Set.copyOf(secretMethods);
  }

  /// Whether a client's secret goes into a header. Providers read special characters there in
  /// different ways, so one that has some goes into the body where that is taken, too.
  boolean takesBasic(Secret secret) {
    boolean isPlain = secret.reveal().matches("[A-Za-z0-9._~-]*");
    return secretMethods.contains(BASIC) && (isPlain || !secretMethods.contains(POST));
  }

  static URI address(URI issuer) {
    return URI.create(
        issuer.toString().replaceFirst("/+$", "") + "/.well-known/openid-configuration");
  }

  static Discovery of(JsonNode document, URI issuer) throws ProviderException {
    if (!document.path("issuer").asText("").equals(issuer.toString())) {
      throw new ProviderException(
          "The provider calls itself otherwise than sso.issuer, %s.".formatted(issuer));
    }
    var methods = new HashSet<String>();
    for (var method : document.path("token_endpoint_auth_methods_supported")) {
      methods.add(method.asText());
    }
    if (methods.isEmpty()) {
      methods.add(BASIC);
    }
    return new Discovery(
        address(document, "authorization_endpoint", issuer),
        address(document, "token_endpoint", issuer),
        address(document, "jwks_uri", issuer),
        methods);
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
