package io.loom.server.config;

import io.loom.base.ByteSize;
import io.loom.ground.config.Default;
import io.loom.ground.http.WebConfig;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The settings under `server.`: where it listens and how long it waits.
///
/// @param httpPort 0 lets the system choose one
/// @param bind a literal address, or `localhost`
/// @param extraHttpPorts further ports with the same content as `httpPort`
/// @param extraPortsOptional whether an extra port that is taken is left out instead of stopping
///   the start
/// @param readTimeout for a request to arrive
/// @param writeTimeout for an answer to be taken; event streams are not limited by it
/// @param idleTimeout for a connection between two requests
/// @param maxBody the largest request that is read
public record ServerConfig(
    @Default("8081") int httpPort,
    @Default("8443") int httpsPort,
    @Default("true") boolean enableHttp,
    @Default("false") boolean enableHttps,
    @Nullable Path tlsCertFile,
    @Nullable Path tlsKeyFile,
    @Default("30s") Duration readTimeout,
    @Default("30s") Duration writeTimeout,
    @Default("120s") Duration idleTimeout,
    @Default("16MiB") ByteSize maxBody,
    @Default("127.0.0.1") String bind,
    List<Integer> extraHttpPorts,
    @Default("false") boolean extraPortsOptional) {
  public ServerConfig {
    extraHttpPorts = List.copyOf(extraHttpPorts);
    Checks.between("server.http_port", httpPort, 0, 65535);
    Checks.between("server.https_port", httpsPort, 0, 65535);
    for (int port : extraHttpPorts) {
      Checks.between("server.extra_http_ports", port, 0, 65535);
    }
    Checks.positive("server.read_timeout", readTimeout);
    Checks.positive("server.write_timeout", writeTimeout);
    Checks.positive("server.idle_timeout", idleTimeout);
    checkPortsDiffer(httpPort, extraHttpPorts);
    if (enableHttps) {
      throw new IllegalArgumentException(
          "server.enable_https is true, but this version speaks plain HTTP only; set it to false and"
              + " let a proxy in front of it do TLS");
    }
    if (!enableHttp) {
      throw new IllegalArgumentException(
          "server.enable_http is false, and nothing else is there to listen; set it to true");
    }
    toAddress(bind);
  }

  /// The address to listen on.
  public InetAddress bindAddress() {
    return toAddress(bind);
  }

  /// Whether only programs of this host can connect.
  public boolean isLoopbackOnly() {
    return bindAddress().isLoopbackAddress();
  }

  /// The same as the web server takes it.
  public WebConfig toWebConfig() {
    return new WebConfig(
        bindAddress().getHostAddress(),
        httpPort,
        extraHttpPorts,
        extraPortsOptional,
        idleTimeout,
        maxBody);
  }

  private static InetAddress toAddress(String bind) {
    try {
      return bind.equals("localhost")
          ? InetAddress.getLoopbackAddress()
          : InetAddress.ofLiteral(bind);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "server.bind is \"%s\"; write an address of this host, like 127.0.0.1 or 0.0.0.0"
              .formatted(bind),
          e);
    }
  }

  private static void checkPortsDiffer(int httpPort, List<Integer> extra) {
    var named = extra.stream().filter(port -> port != 0).toList();
    if (Set.copyOf(named).size() < named.size() || (httpPort != 0 && named.contains(httpPort))) {
      throw new IllegalArgumentException(
          "server.extra_http_ports is %s with server.http_port %d; name each port once"
              .formatted(extra, httpPort));
    }
  }
}
