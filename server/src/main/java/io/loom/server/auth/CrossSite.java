package io.loom.server.auth;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/// Whether a request that a browser sent with its cookie comes from a page of this server.
final class CrossSite {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");
  private static final String TOKEN_HEADER = "X-CSRF-Token";

  private CrossSite() {}

  /// Whether the cookie counts: reading always, anything else from our own pages only, which can
  /// read the token that they have to repeat.
  static boolean isOurs(Request request, TokenSigner tokens, String sessionId) {
    if (Shown.isUpgrade(request)) {
      // No page can add a header here; but all of them say where they are from.
      return isSameOrigin(request);
    }
    if (SAFE.contains(request.getMethod())) {
      return true;
    }
    var token = request.getHeaders().get(TOKEN_HEADER);
    return isSameOrigin(request) && token != null && tokens.isCsrfToken(sessionId, token);
  }

  private static boolean isSameOrigin(Request request) {
    var site = request.getHeaders().get("Sec-Fetch-Site");
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      return false;
    }
    var origin = request.getHeaders().get(HttpHeader.ORIGIN);
    return origin == null || isHost(origin, request);
  }

  private static boolean isHost(String origin, Request request) {
    try {
      var uri = new URI(origin);
      var host = uri.getHost();
      if (host == null) {
        return false;
      }
      boolean isDefault =
          uri.getPort() < 0 || uri.getPort() == ("https".equals(uri.getScheme()) ? 443 : 80);
      var authority = host + (isDefault ? "" : ":" + uri.getPort());
      var asked = String.valueOf(request.getHeaders().get(HttpHeader.HOST));
      return authority.equals(asked.toLowerCase(Locale.ROOT).replaceFirst(":(80|443)$", ""));
    } catch (URISyntaxException _) {
      return false;
    }
  }
}
