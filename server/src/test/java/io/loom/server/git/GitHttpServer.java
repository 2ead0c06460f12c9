package io.loom.server.git;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/// A real smart HTTP server for tests: `git http-backend` behind the JDK's web server, with basic
/// authentication.
public final class GitHttpServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Path root;
  private final boolean secure;
  private final Map<String, Boolean> users = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile @Nullable CountDownLatch gate;
  private volatile CountDownLatch reached = new CountDownLatch(1);

  private GitHttpServer(HttpServer server, Path root, boolean secure) {
    this.server = server;
    this.root = root;
    this.secure = secure;
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /// @param root with bare repositories
  public static GitHttpServer start(Path root) {
    try {
      return new GitHttpServer(HttpServer.create(loopback(), 0), root, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// @param tls with a certificate for `localhost`
  public static GitHttpServer start(Path root, SSLContext tls) {
    try {
      var server = HttpsServer.create(loopback(), 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls));
      return new GitHttpServer(server, root, true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  /// Lets somebody in who may read and write.
  public void letIn(String user, String password) {
    users.put(basic(user, password), true);
  }

  /// Lets somebody in who may only read.
  public void letRead(String user, String password) {
    users.put(basic(user, password), false);
  }

  private static String basic(String user, String password) {
    var text = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(text);
  }

  /// Makes requests of those who are let in wait.
  ///
  /// @return what lets them go on
  public CountDownLatch hold() {
    var held = new CountDownLatch(1);
    reached = new CountDownLatch(1);
    gate = held;
    return held;
  }

  /// Waits until such a request has come.
  public void awaitRequest() throws InterruptedException {
    reached.await();
  }

  /// Methods, paths and queries, in their order.
  public List<String> requests() {
    return requests;
  }

  public String url(String repository) {
    return "%s://localhost:%d/%s".formatted(secure ? "https" : "http", port(), repository);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      var mayWrite = users.get(exchange.getRequestHeaders().getFirst("Authorization") + "");
      if (mayWrite == null) {
        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"git\"");
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      if (!mayWrite && exchange.getRequestURI().toString().contains("git-receive-pack")) {
        exchange.sendResponseHeaders(403, -1);
        return;
      }
      var held = gate;
      if (held != null) {
        reached.countDown();
        held.await();
      }
      run(exchange);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private void run(HttpExchange exchange) throws IOException {
    var builder = new ProcessBuilder("git", "http-backend");
    var variables = builder.environment();
    variables.put("GIT_PROJECT_ROOT", root.toString());
    variables.put("GIT_HTTP_EXPORT_ALL", "1");
    variables.put("REMOTE_USER", "somebody");
    variables.put("REMOTE_ADDR", "127.0.0.1");
    variables.put("REQUEST_METHOD", exchange.getRequestMethod());
    variables.put("PATH_INFO", exchange.getRequestURI().getPath());
    put(variables, "QUERY_STRING", exchange.getRequestURI().getRawQuery());
    put(variables, "CONTENT_TYPE", exchange.getRequestHeaders().getFirst("Content-Type"));
    put(
        variables,
        "HTTP_CONTENT_ENCODING",
        exchange.getRequestHeaders().getFirst("Content-Encoding"));
    put(variables, "HTTP_GIT_PROTOCOL", exchange.getRequestHeaders().getFirst("Git-Protocol"));
    var process = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
    threads.execute(() -> {
      try (var stdin = process.getOutputStream()) {
        exchange.getRequestBody().transferTo(stdin);
      } catch (IOException _) {
        // The program did not want the rest.
      }
    });
    try (var output = new BufferedInputStream(process.getInputStream())) {
      int status = 200;
      for (var line = line(output); !line.isEmpty(); line = line(output)) {
        int colon = line.indexOf(": ");
        var name = line.substring(0, colon);
        var value = line.substring(colon + 2);
        if (name.equals("Status")) {
          status = Integer.parseInt(value.substring(0, 3));
        } else {
          exchange.getResponseHeaders().add(name, value);
        }
      }
      exchange.sendResponseHeaders(status, 0);
      output.transferTo(exchange.getResponseBody());
    }
  }

  private static void put(Map<String, String> variables, String name, @Nullable String value) {
    if (value != null) {
      variables.put(name, value);
    }
  }

  private static String line(InputStream stream) throws IOException {
    var line = new StringBuilder();
    for (int c = stream.read(); c >= 0 && c != '\n'; c = stream.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  @Override
  public void close() {
    var held = gate;
    if (held != null) {
      held.countDown();
    }
    server.stop(0);
    threads.shutdownNow();
  }
}
