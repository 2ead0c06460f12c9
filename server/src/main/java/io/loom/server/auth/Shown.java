package io.loom.server.auth;

import io.loom.base.Secret;
import io.loom.server.apikey.ApiKeyText;
import java.util.List;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.Fields;

/// What a request shows to say who makes it. Other headers about that are not looked at.
sealed interface Shown {
  String KEY_HEADER = "X-API-Key";
  String TICKET = "ticket";
  int LONGEST = 8_192;

  record Nothing() implements Shown {}

  /// Something that cannot hold, such as two things at once.
  record Nonsense() implements Shown {}

  record Token(String text) implements Shown {}

  record Key(Secret text) implements Shown {}

  record Cookie(String token) implements Shown {}

  record Ticket(Secret text) implements Shown {}

  static Shown in(Request request) {
    var authorizations = request.getHeaders().getValuesList(HttpHeader.AUTHORIZATION);
    var keys = request.getHeaders().getValuesList(KEY_HEADER);
    if (authorizations.size() + keys.size() > 1) {
      return new Nonsense();
    }
    if (!keys.isEmpty()) {
      return new Key(new Secret(keys.getFirst().strip()));
    }
    return authorizations.isEmpty() ? withoutHeader(request) : bearer(authorizations.getFirst());
  }

  private static Shown bearer(String header) {
    var parts = header.strip().split(" ", -1);
    if (parts.length != 2 || !parts[0].equalsIgnoreCase("Bearer") || parts[1].length() > LONGEST) {
      return new Nonsense();
    }
    return ApiKeyText.looksLikeOne(parts[1]) ? new Key(new Secret(parts[1])) : new Token(parts[1]);
  }

  private static Shown withoutHeader(Request request) {
    if (takesTickets(request)) {
      var ticket = query(request).getValue(TICKET);
      if (ticket != null) {
        return new Ticket(new Secret(ticket));
      }
    }
    var cookies = cookies(request);
    return switch (cookies.size()) {
      case 0 -> new Nothing();
      case 1 -> new Cookie(cookies.getFirst());
      default -> new Nonsense();
    };
  }

  /// Only where a browser cannot send a header: in an address it would stay in logs.
  private static boolean takesTickets(Request request) {
    return request.getMethod().equals("GET")
        && (Request.getPathInContext(request).endsWith("/stream") || isUpgrade(request));
  }

  static boolean isUpgrade(Request request) {
    return "websocket".equalsIgnoreCase(request.getHeaders().get(HttpHeader.UPGRADE));
  }

  private static Fields query(Request request) {
    try {
      return Request.extractQueryParameters(request);
    } catch (IllegalArgumentException _) {
      return new Fields();
    }
  }

  private static List<String> cookies(Request request) {
    return Request.getCookies(request).stream()
        .filter(cookie -> cookie.getName().equals(SessionCookie.NAME))
        .map(HttpCookie::getValue)
        .filter(value -> value.length() <= LONGEST)
        .toList();
  }
}
