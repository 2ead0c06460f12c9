package io.loom.ground.http;

import java.net.InetSocketAddress;
import org.eclipse.jetty.server.Request;

/// The other end of the connection that a request came over.
///
/// @param address of the nearest program, such as `192.0.2.7`; a proxy's, where there is one
/// @param isLocal whether the request began on this host, as far as can be known: a proxy that says
///   that it forwards speaks for somebody elsewhere
/// @param isSecure whether the connection is encrypted
/// @param userAgent as the client says, shortened
public record Peer(String address, boolean isLocal, boolean isSecure, String userAgent) {
  public static final ScopedValue<Peer> CURRENT = ScopedValue.newInstance();

  private static final int LONGEST_AGENT = 200;

  public Peer {
    userAgent = userAgent.replaceAll("\\p{Cntrl}", " ").strip();
    if (userAgent.length() > LONGEST_AGENT) {
      userAgent = userAgent.substring(0, LONGEST_AGENT);
    }
  }

  /// The peer of the request under way on this thread.
  public static Peer current() {
    return CURRENT.get();
  }

  static Peer of(Request request) {
    var agent = request.getHeaders().get("User-Agent");
    var remote = request.getConnectionMetaData().getRemoteSocketAddress();
    boolean isLoopback =
        remote instanceof InetSocketAddress socket
            && socket.getAddress() != null
            && socket.getAddress().isLoopbackAddress();
    return new Peer(
        Request.getRemoteAddr(request),
        isLoopback && !isForwarded(request),
        request.isSecure(),
        agent == null ? "" : agent);
  }

  private static boolean isForwarded(Request request) {
    var headers = request.getHeaders();
    return headers.contains("Forwarded")
        || headers.contains("Via")
        || headers.getFieldNamesCollection().stream()
            .anyMatch(name -> name.regionMatches(true, 0, "X-Forwarded-", 0, 12))
        || headers.contains("X-Real-IP");
  }
}
