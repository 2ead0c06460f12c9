package io.loom.server.config;

import io.loom.base.ByteSize;
import io.loom.ground.config.Default;
import io.loom.ground.http.BrowserRules;
import io.loom.ground.http.WebConfig;
import io.loom.ground.http.WebLimits;
import io.loom.ground.tls.PemFiles;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The settings under `server.`: where it listens and how long it waits.
///
/// @param httpPort 0 lets the system choose one
/// @param tlsCertFile PEM, the server's own certificate first
/// @param tlsKeyFile PEM, PKCS#8, not encrypted
/// @param bind a literal address, or `localhost`
/// @param extraHttpPorts further ports with the same content as `httpPort`
/// @param extraPortsOptional whether an extra port that is taken is left out instead of stopping
///   the start
/// @param readTimeout for a request to arrive
/// @param writeTimeout for a piece of an answer to be taken; event streams are not limited by it
/// @param idleTimeout for a connection between two requests
/// @param maxBody the largest request that is read
/// @param maxConnections at the same time; further ones wait
/// @param publicUrl how browsers reach the server, if not by its address
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
    @Default("16384") int maxConnections,
    @Nullable URI publicUrl,
    @Default("127.0.0.1") String bind,
    List<Integer> extraHttpPorts,
    @Default("false") boolean extraPortsOptional) {
  private static final Duration TLS_RELOAD = Duration.ofSeconds(5);

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
    Checks.atLeast("server.max_connections", maxConnections, 1);
    checkListeners(enableHttp, enableHttps, tlsCertFile, tlsKeyFile);
    if (enableHttp && enableHttps && httpsPort != 0 && httpsPort == httpPort) {
      throw new IllegalArgumentException(
          "server.https_port is %d, as server.http_port is; give each its own"
              .formatted(httpsPort));
    }
    checkPublicUrl(publicUrl);
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
  ///
  /// @param allowedOrigins see [SecurityConfig]
  public WebConfig toWebConfig(List<String> allowedOrigins) {
    return new WebConfig(
        bindAddress().getHostAddress(),
        enableHttp ? new WebConfig.Plain(httpPort, extraHttpPorts, extraPortsOptional) : null,
        enableHttps ? toTls() : null,
        new WebLimits(readTimeout, writeTimeout, idleTimeout, maxBody, maxConnections),
        toBrowserRules(allowedOrigins));
  }

  private WebConfig.Tls toTls() {
    var files =
        new PemFiles(Objects.requireNonNull(tlsCertFile), Objects.requireNonNull(tlsKeyFile));
    return new WebConfig.Tls(httpsPort, files, TLS_RELOAD);
  }

  private BrowserRules toBrowserRules(List<String> allowedOrigins) {
    var origins = new ArrayList<>(allowedOrigins);
    var names = new HashSet<String>();
    if (publicUrl != null) {
      origins.add(origin(publicUrl));
      names.add(publicUrl.getHost());
    }
    return new BrowserRules(
        origins, names, isLoopbackOnly() ? BrowserRules.HostCheck.ON : BrowserRules.HostCheck.OFF);
  }

  private static void checkListeners(
      boolean http, boolean https, @Nullable Path certificate, @Nullable Path key) {
    if (!http && !https) {
      throw new IllegalArgumentException(
          "server.enable_http is false, and so is server.enable_https: nothing is left to listen;"
              + " set one of them to true");
    }
    if (https && (certificate == null || key == null)) {
      throw new IllegalArgumentException(
          ("server.%s is empty, but server.enable_https is true; name a PEM file, or let a proxy in"
                  + " front of Loom do TLS")
              .formatted(certificate == null ? "tls_cert_file" : "tls_key_file"));
    }
  }

  private static void checkPublicUrl(@Nullable URI url) {
    if (url != null
        && (url.getHost() == null || !Set.of("http", "https").contains(url.getScheme()))) {
      throw new IllegalArgumentException(
          "server.public_url is \"%s\"; write an address like https://loom.example.com"
              .formatted(url));
    }
  }

  /// The origin of pages that browsers load from the public address.
  private static String origin(URI url) {
    var origin = "%s://%s".formatted(url.getScheme(), url.getHost()).toLowerCase(Locale.ROOT);
    return url.getPort() < 0 ? origin : origin + ":" + url.getPort();
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
