package io.loom.ground.http;

import io.loom.base.ProblemException;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.PreEncodedHttpField;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.HostPort;
import org.eclipse.jetty.util.URIUtil;
import org.jspecify.annotations.Nullable;

/// Keeps pages of other servers from using a browser's reach and its user's cookies.
///
/// It stands before authentication: a preflight carries no credentials. Programs send no `Origin`
/// and are not concerned.
final class BrowserGuard extends Handler.Wrapper {
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
  private static final HttpField METHODS =
      new PreEncodedHttpField("Access-Control-Allow-Methods", "GET, POST, PUT, PATCH, DELETE");
  private static final HttpField HEADERS =
      new PreEncodedHttpField(
          "Access-Control-Allow-Headers",
          "Authorization, Content-Type, If-Match, Last-Event-ID, X-API-Key, X-Request-Id");
  private static final HttpField EXPOSED =
      new PreEncodedHttpField(
          "Access-Control-Expose-Headers", "Link, Location, Retry-After, X-Request-Id");
  private static final HttpField MAX_AGE = new PreEncodedHttpField("Access-Control-Max-Age", "600");
  private static final HttpField CREDENTIALS =
      new PreEncodedHttpField("Access-Control-Allow-Credentials", "true");
  private static final HttpField VARY = new PreEncodedHttpField(HttpHeader.VARY, "Origin");

  private final BrowserRules rules;

  BrowserGuard(Handler next, BrowserRules rules) {
    super(next);
    this.rules = rules;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    checkHost(request);
    response.getHeaders().add(VARY);
    var origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (origin == null || isOwn(origin, request)) {
      checkSite(request, origin);
      return super.handle(request, response, callback);
    }
    boolean named = rules.names(origin);
    allow(origin, named, response.getHeaders());
    if (isPreflight(request)) {
      return answerPreflight(named, origin, response, callback);
    }
    if (!named && !mayGoOn(request)) {
      throw refused("Pages of %s may not change anything here.".formatted(origin));
    }
    return super.handle(request, response, callback);
  }

  private void checkHost(Request request) {
    var host = request.getHttpURI().getHost();
    if (host != null && !rules.knowsHost(host)) {
      throw HttpProblems.HOST_REFUSED.because(
          "This server is not called %s. If it is, set server.public_url.".formatted(host),
          Map.of());
    }
  }

  private void allow(String origin, boolean named, HttpFields.Mutable headers) {
    if (named) {
      headers.put(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
      headers.put(CREDENTIALS);
      headers.put(EXPOSED);
    } else if (rules.anyMayRead()) {
      headers.put(HttpHeader.ACCESS_CONTROL_ALLOW_ORIGIN, "*");
      headers.put(EXPOSED);
    }
  }

  private static boolean isPreflight(Request request) {
    return request.getMethod().equals("OPTIONS")
        && request.getHeaders().contains(HttpHeader.ACCESS_CONTROL_REQUEST_METHOD);
  }

  private boolean answerPreflight(
      boolean named, String origin, Response response, Callback callback) {
    if (!named && !rules.anyMayRead()) {
      throw refused("Pages of %s may not use this server.".formatted(origin));
    }
    var headers = response.getHeaders();
    headers.put(METHODS);
    headers.put(HEADERS);
    headers.put(MAX_AGE);
    response.setStatus(204);
    callback.succeeded();
    return true;
  }

  /// An origin that is not named can only read, unless the page brings credentials of its own:
  /// those it has from its user, not from the browser.
  private boolean mayGoOn(Request request) {
    return isReading(request)
        || (rules.anyMayRead()
            && (request.getHeaders().contains(HttpHeader.AUTHORIZATION)
                || request.getHeaders().contains("X-API-Key")));
  }

  /// A browser that leaves `Origin` away still tells where a request comes from.
  private static void checkSite(Request request, @Nullable String origin) {
    var site = request.getHeaders().get("Sec-Fetch-Site");
    if (origin == null
        && site != null
        && !isReading(request)
        && !site.equals("same-origin")
        && !site.equals("none")) {
      throw refused("Pages of other servers may not change anything here.");
    }
  }

  /// Opening a WebSocket is a GET, and yet more than reading.
  private static boolean isReading(Request request) {
    return READING.contains(request.getMethod())
        && !"websocket".equalsIgnoreCase(request.getHeaders().get(HttpHeader.UPGRADE));
  }

  /// Whether the page is this server's own. The scheme is not compared: a proxy may speak TLS for
  /// us.
  private static boolean isOwn(String origin, Request request) {
    int colon = origin.indexOf("://");
    var host = request.getHttpURI().getHost();
    if (colon < 0 || host == null) {
      return false;
    }
    var scheme = origin.substring(0, colon).toLowerCase(Locale.ROOT);
    try {
      var given = new HostPort(origin.substring(colon + 3));
      int port = given.getPort(URIUtil.getDefaultPortForScheme(scheme));
      int ours = request.getHttpURI().getPort();
      return host.equalsIgnoreCase(given.getHost())
          && port == (ours > 0 ? ours : URIUtil.getDefaultPortForScheme(scheme));
    } catch (IllegalArgumentException _) {
      return false;
    }
  }

  private static ProblemException refused(String detail) {
    return HttpProblems.ORIGIN_REFUSED.because(
        detail + " Name the origin in security.allowed_origins if they should.", Map.of());
  }
}
