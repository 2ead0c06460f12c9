package io.loom.ground.http;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.PathMappingsHandler;
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
  private final ServerConnector main;

  private WebServer(Server server, ServerConnector main) {
    this.server = server;
    this.main = main;
  }

  /// @param resources JAX-RS resources, each method of which declares a [Permission]
  /// @param handlers by path, such as event streams; they check permissions themselves
  /// @throws IllegalArgumentException naming every route that declares no permission
  /// @throws IOException when a port cannot be listened on; the message names it
  public static WebServer start(
      WebConfig config,
      Authenticator authenticator,
      List<?> resources,
      Map<PathSpec, Handler> handlers)
      throws IOException {
    var open = PermissionFilter.routesWithoutPermission(resources);
    if (!open.isEmpty()) {
      throw new IllegalArgumentException("routes without a permission: " + open);
    }
    var threads = new QueuedThreadPool(64, 4);
    threads.setName("http");
    threads.setVirtualThreadsExecutor(
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("request-", 0).factory()));
    var server = new Server(threads);
    var connector = listen(server, config, config.port());
    var routes = new PathMappingsHandler();
    routes.addMapping(PathSpec.from("/*"), jersey(resources));
    handlers.forEach(routes::addMapping);
    var limited = new org.eclipse.jetty.server.handler.SizeLimitHandler(config.body().bytes(), -1);
    limited.setHandler(routes);
    server.setHandler(new ScopeHandler(limited, authenticator));
    server.setErrorHandler(new ProblemErrorHandler());
    server.setStopTimeout(5_000);
    start(server, config);
    config.extraPorts().forEach(port -> listenAlso(server, config, port));
    return new WebServer(server, connector);
  }

  private static Handler jersey(List<?> resources) {
    var application = new ResourceConfig();
    application.property(ServerProperties.WADL_FEATURE_DISABLE, true);
    application.property(ServerProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true);
    application.property(ServerProperties.METAINF_SERVICES_LOOKUP_DISABLE, true);
    application.register(new JacksonJsonProvider(Json.mapper()));
    application.register(PermissionFilter.class);
    application.register(new ProblemMapper());
    resources.forEach(application::register);
    return ContainerFactory.createContainer(JettyHttpContainer.class, application);
  }

  private static ServerConnector listen(Server server, WebConfig config, int port) {
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendXPoweredBy(false);
    var connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost(config.bind());
    connector.setPort(port);
    connector.setAcceptQueueSize(4096);
    connector.setIdleTimeout(config.idle().toMillis());
    server.addConnector(connector);
    return connector;
  }

  private static void start(Server server, WebConfig config) throws IOException {
    try {
      server.start();
    } catch (BindException e) {
      stop(server);
      throw new IOException(
          "Port %d on %s is taken; stop what listens there or set server.http_port."
              .formatted(config.port(), config.bind()),
          e);
    } catch (Exception e) {
      stop(server);
      throw e.getCause() instanceof BindException
          ? new IOException(
              "Port %d on %s is taken; stop what listens there or set server.http_port."
                  .formatted(config.port(), config.bind()),
              e)
          : new IOException("The web server did not start: " + e.getMessage(), e);
    }
  }

  private static void listenAlso(Server server, WebConfig config, int port) {
    var connector = listen(server, config, port);
    try {
      connector.start();
    } catch (Exception e) {
      server.removeConnector(connector);
      LOG.log(
          config.extraPortsOptional() ? System.Logger.Level.DEBUG : WARNING,
          "Port {0} is taken, so Loom does not listen there: {1}",
          Integer.toString(port),
          e.getMessage());
    }
  }

  private static void stop(Server server) {
    try {
      server.stop();
    } catch (Exception e) {
      LOG.log(WARNING, "The web server did not stop in time", e);
    }
  }

  /// The address of the main port.
  public URI uri() {
    var host =
        main.getHost() == null || main.getHost().equals("0.0.0.0") ? "localhost" : main.getHost();
    return URI.create("http://%s:%d".formatted(host, main.getLocalPort()));
  }

  @Override
  public void close() {
    stop(server);
  }
}
