package io.loom.ground.http;

import io.loom.base.ReconcileLoop;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.ssl.SslConnection;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.NegotiatingServerConnection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.internal.HttpConnection;

/// Closes connections whose clients dawdle: a request or TLS greeting that drips in, an answer that
/// nobody takes. Idle time-outs miss these, since now and then something happens.
///
/// On HTTP/2 many exchanges share a connection: there a body has its own deadline ([TimedRequest]),
/// and what stands still ends by the idle time-out of its stream.
final class ConnectionWatch implements AutoCloseable {
  private static final Duration MOST = Duration.ofSeconds(1);

  private final Server server;
  private final WebLimits limits;
  private final Set<WatchedResponse> writing = ConcurrentHashMap.newKeySet();

  /// Since when TLS greetings are under way; only the loop's thread touches it.
  private final Map<EndPoint, Long> greetings = new HashMap<>();

  private final ReconcileLoop loop;

  ConnectionWatch(Server server, WebLimits limits) {
    this.server = server;
    this.limits = limits;
    var shortest = limits.read().compareTo(limits.write()) < 0 ? limits.read() : limits.write();
    var interval = shortest.dividedBy(4);
    this.loop =
        ReconcileLoop.start(
            "http-connections", interval.compareTo(MOST) < 0 ? interval : MOST, this::look);
  }

  /// The response, with an eye on its writes.
  WatchedResponse watched(Request request, Response response) {
    return new WatchedResponse(request, response, writing);
  }

  private void look() {
    long now = System.nanoTime();
    greetings.keySet().removeIf(endPoint -> !endPoint.isOpen() || !isGreeting(endPoint));
    for (Connector connector : server.getConnectors()) {
      for (var endPoint : connector.getConnectedEndPoints()) {
        if (isLate(endPoint, now)) {
          endPoint.close(new TimeoutException("the request did not arrive in time"));
        }
      }
    }
    for (var response : writing) {
      if (response.isStuck(now, limits.write())) {
        response.abort();
      }
    }
  }

  private boolean isLate(EndPoint endPoint, long now) {
    var connection = endPoint.getConnection();
    if (connection instanceof SslConnection tls) {
      return isGreeting(tls)
          ? now - greetings.computeIfAbsent(endPoint, _ -> now) > limits.read().toNanos()
          : isLate(tls.getSslEndPoint().getConnection(), now);
    }
    return isLate(connection, now);
  }

  private static boolean isGreeting(EndPoint endPoint) {
    return endPoint.getConnection() instanceof SslConnection tls && isGreeting(tls);
  }

  /// Before the protocol is agreed on, TLS has not come to an end.
  private static boolean isGreeting(SslConnection tls) {
    return tls.getSslEndPoint().getConnection() instanceof NegotiatingServerConnection;
  }

  private boolean isLate(Connection connection, long now) {
    if (!(connection instanceof HttpConnection http)) {
      return false;
    }
    var parser = http.getParser();
    return !parser.isStart()
        && !parser.isComplete()
        && !parser.isTerminated()
        && now - parser.getBeginNanoTime() > limits.read().toNanos();
  }

  @Override
  public void close() {
    loop.close();
  }
}
