package io.loom.ground.http;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.WARNING;

import io.loom.ground.tls.TlsContext;
import org.eclipse.jetty.alpn.server.ALPNServerConnectionFactory;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;

/// Makes the ports that a server listens on: plain HTTP/1.1, and HTTP/1.1 or 2 over TLS.
final class Listeners {
  private static final System.Logger LOG = System.getLogger(Listeners.class.getName());
  private static final int STREAMS_PER_CONNECTION = 128;

  private final Server server;
  private final WebConfig config;

  Listeners(Server server, WebConfig config) {
    this.server = server;
    this.config = config;
  }

  ServerConnector plain(int port) {
    return add(port, new HttpConnectionFactory(http()));
  }

  ServerConnector tls(int port, TlsContext context) {
    var http = http();
    // Which name a client asks for is the affair of the browser rules, not of the certificate.
    http.addCustomizer(new SecureRequestCustomizer(false));
    var http2 = new HTTP2ServerConnectionFactory(http);
    http2.setMaxConcurrentStreams(STREAMS_PER_CONNECTION);
    var alpn = new ALPNServerConnectionFactory();
    alpn.setDefaultProtocol("http/1.1");
    return add(
        port,
        new SslConnectionFactory(context.factory(), alpn.getProtocol()),
        alpn,
        http2,
        new HttpConnectionFactory(http));
  }

  /// Listens on a further plain port of a server that runs.
  void plainAlso(int port, boolean optional) {
    var connector = plain(port);
    try {
      connector.start();
    } catch (Exception e) {
      server.removeConnector(connector);
      LOG.log(
          optional ? DEBUG : WARNING,
          "Port {0} is taken, so Loom does not listen there: {1}",
          Integer.toString(port),
          e.getMessage());
    }
  }

  private HttpConfiguration http() {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    http.setRequestHeaderSize(WebLimits.HEADER_BYTES);
    return http;
  }

  private ServerConnector add(int port, ConnectionFactory... protocols) {
    var connector = new ServerConnector(server, 1, 1, protocols);
    connector.setHost(config.bind());
    connector.setPort(port);
    connector.setAcceptQueueSize(4096);
    connector.setIdleTimeout(config.limits().idle().toMillis());
    server.addConnector(connector);
    return connector;
  }
}
