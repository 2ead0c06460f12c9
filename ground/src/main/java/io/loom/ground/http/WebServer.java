package io.loom.ground.http;

import static java.lang.System.Logger.Level.WARNING;

import io.loom.ground.tls.TlsContext;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.server.handler.PathMappingsHandler;
import org.eclipse.jetty.server.handler.SizeLimitHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.glassfish.jersey.jackson.internal.jackson.jaxrs.json.JacksonJsonProvider;
import org.glassfish.jersey.jetty.JettyHttpContainer;
import org.glassfish.jersey.server.ContainerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;

/// A listening HTTP server: resources under every path but those of the given handlers.
///
/// Each request runs on a virtual thread of its own.
public final class WebServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(WebServer.class.getName());

  private final Server server;
  private final List<AutoCloseable> streams;
  private final List<AutoCloseable> parts;

  private WebServer(Server server, List<AutoCloseable> streams, List<AutoCloseable> parts) {
    this.server = server;
    this.streams = streams;
    this.parts = parts;
  }

  /// @see #start(WebConfig, Authenticator, RequestMetrics, RefusalListener, List, Map)
  public static WebServer start(
      WebConfig config,
      Authenticator authenticator,
      List<?> resources,
      Map<PathSpec, Handler> handlers)
      throws IOException {
    return start(
        config, authenticator, new RequestMetrics(), RefusalListener.NONE, resources, handlers);
  }

  /// @param metrics where requests are counted
  /// @param refusals hears of requests that were refused
  /// @param resources JAX-RS resources, whose methods keep the [RouteRules]
  /// @param handlers by path, such as event streams; they check permissions themselves, and refuse
  ///   by throwing a [io.loom.base.ProblemException]. Those that can be closed are closed when the
  ///   server is: it waits for exchanges that are open, and a stream would stay so
  /// @throws IllegalArgumentException naming every route that breaks a rule of [RouteRules]
  /// @throws IOException when a port or a certificate cannot be used; the message names it
  public static WebServer start(
      WebConfig config,
      Authenticator authenticator,
      RequestMetrics metrics,
      RefusalListener refusals,
      List<?> resources,
      Map<PathSpec, Handler> handlers)
      throws IOException {
    var wrong =
        resources.stream().flatMap(it -> RouteRules.violations(it.getClass()).stream()).toList();
    if (!wrong.isEmpty()) {
      throw new IllegalArgumentException(
          "routes that lack @Permission, or an @Answer where the return type says nothing: "
              + wrong);
    }
    var parts = new ArrayList<AutoCloseable>();
    var server = new Server(threads());
    var watch = new ConnectionWatch(server, config.limits());
    parts.add(watch);
    var scoped = new ScopeHandler(limited(config, routes(resources, handlers)), authenticator);
    var guard = new BrowserGuard(scoped, config.browsers());
    server.setHandler(new EdgeHandler(guard, config, metrics, watch, new RefusalWatch(refusals)));
    server.setErrorHandler(new ProblemErrorHandler());
    server.setStopTimeout(5_000);
    server.addBean(new NetworkConnectionLimit(config.limits().connections(), server));
    var web = new WebServer(server, closeable(handlers), parts);
    boolean listening = false;
    try {
      listen(server, config, parts);
      listening = true;
      return web;
    } finally {
      if (!listening) {
        web.close();
      }
    }
  }

  private static List<AutoCloseable> closeable(Map<PathSpec, Handler> handlers) {
    return handlers.values().stream()
        .filter(AutoCloseable.class::isInstance)
        .map(AutoCloseable.class::cast)
        .toList();
  }

  private static QueuedThreadPool threads() {
    var threads = new QueuedThreadPool(64, 4);
    threads.setName("http");
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory()));
    return threads;
  }

  private static Handler routes(List<?> resources, Map<PathSpec, Handler> handlers) {
    var routes = new PathMappingsHandler();
    routes.addMapping(PathSpec.from("/*"), jersey(resources));
    handlers.forEach((path, handler) ->
        routes.addMapping(path, new RouteHandler(path.getDeclaration(), handler)));
    return routes;
  }

  private static Handler limited(WebConfig config, Handler routes) {
    var limited = new SizeLimitHandler(config.limits().body().bytes(), -1);
    limited.setHandler(routes);
    return limited;
  }

  private static void listen(Server server, WebConfig config, List<AutoCloseable> parts)
      throws IOException {
    var listeners = new Listeners(server, config);
    var plain = config.plain();
    if (plain != null) {
      open(listeners.plain(plain.port()), "server.http_port");
    }
    var tls = config.tls();
    if (tls != null) {
      var context = TlsContext.open(tls.files(), tls.reload());
      parts.add(context);
      open(listeners.tls(tls.port(), context), "server.https_port");
    }
    try {
      server.start();
    } catch (Exception e) {
      throw new IOException("The web server did not start: " + e.getMessage(), e);
    }
    if (plain != null) {
      plain.extraPorts().forEach(port -> listeners.plainAlso(port, plain.extraPortsOptional()));
    }
  }

  /// Takes the port before the server starts, so that the setting to change can be named.
  private static void open(ServerConnector connector, String setting) throws IOException {
    try {
      connector.open();
    } catch (IOException e) {
      throw new IOException(
          "Port %d on %s is taken; stop what listens there or set %s."
              .formatted(connector.getPort(), connector.getHost(), setting),
          e);
    }
  }

  private static Handler jersey(List<?> resources) {
    var application = new ResourceConfig();
    application.property(ServerProperties.WADL_FEATURE_DISABLE, true);
    application.property(ServerProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true);
    application.property(ServerProperties.METAINF_SERVICES_LOOKUP_DISABLE, true);
    application.register(new JacksonJsonProvider(RequestJson.mapper()));
    application.register(new MediaHeaders());
    application.register(PermissionFilter.class);
    application.register(new ProblemMapper());
    resources.forEach(application::register);
    return ContainerFactory.createContainer(JettyHttpContainer.class, application);
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.log(WARNING, "The web server did not stop in time", e);
    }
  }

  /// The address of the main port: the plain one where there is one.
  public URI uri() {
    return uri((ServerConnector) server.getConnectors()[0]);
  }

  /// The address of the HTTPS port, if there is one.
  public Optional<URI> tlsUri() {
    return Arrays.stream(server.getConnectors())
        .map(ServerConnector.class::cast)
        .filter(WebServer::isTls)
        .map(WebServer::uri)
        .findFirst();
  }

  private static URI uri(ServerConnector connector) {
    var host = connector.getHost();
    return URI.create(
        "%s://%s:%d"
            .formatted(
                isTls(connector) ? "https" : "http",
                host == null || host.equals("0.0.0.0") ? "localhost" : host,
                connector.getLocalPort()));
  }

  private static boolean isTls(ServerConnector connector) {
    return connector.getConnectionFactory(SslConnectionFactory.class) != null;
  }

  /// How many clients are connected.
  int connectionCount() {
    return Arrays.stream(server.getConnectors())
        .mapToInt(connector -> connector.getConnectedEndPoints().size())
        .sum();
  }

  @Override
  public void close() {
    closeAll(streams);
    stop(server);
    closeAll(parts);
  }

  private static void closeAll(List<AutoCloseable> parts) {
    for (var part : parts) {
      try {
        part.close();
      } catch (Exception e) {
        LOG.log(WARNING, "a part of the web server did not close", e);
      }
    }
  }
}
