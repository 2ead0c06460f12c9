package io.loom.server.provider;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/// A model vendor on a socket of its own, which can be told to misbehave in any way.
final class FakeVendor implements AutoCloseable {
  /// @param headers by lower-case name
  record Seen(String method, String path, Map<String, String> headers, String body) {}

  /// Writes all that goes over the wire for one request. The connection is closed after.
  interface Reply {
    void write(OutputStream out) throws IOException;
  }

  static final String MODELS =
      """
      {"object":"list","data":[
        {"id":"text-embedding-3","object":"model"},
        {"id":"alpha","object":"model","created":7,"owned_by":"acme","max_model_len":65536},
        {"id":"beta","object":"model","context_length":8192}]}
      """;

  private static final int TLS_HELLO = 0x16;

  private final ServerSocket socket;
  private final Thread acceptor;
  private final Map<String, Reply> replies = new ConcurrentHashMap<>();
  private final BlockingQueue<Seen> calls = new LinkedBlockingQueue<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final AtomicInteger probes = new AtomicInteger();
  private volatile String lastAuthorization = "";

  FakeVendor() {
    try {
      socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    answer("/v1/models", 200, "", MODELS);
    acceptor = Thread.ofVirtual().start(this::accept);
  }

  String url() {
    return "http://127.0.0.1:" + socket.getLocalPort();
  }

  void reply(String path, Reply reply) {
    replies.put(path, reply);
  }

  /// @param headers lines, each ending with a line end
  void answer(String path, int status, String headers, String body) {
    reply(path, out -> out.write(http(status, headers, body)));
  }

  void chat(int status, String headers, String body) {
    answer("/v1/chat/completions", status, headers, body);
  }

  /// Answers chats with a stream that ends where the text does.
  void stream(String text) {
    reply(
        "/v1/chat/completions",
        out -> {
          out.write(
              bytes(
                  "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"));
          out.write(bytes(text));
        });
  }

  /// Takes the request and says nothing until the vendor is closed.
  void hang(String path) {
    reply(path, _ -> awaitClose());
  }

  void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  static byte[] http(int status, String headers, String body) {
    var content = bytes(body);
    return bytes(
        "HTTP/1.1 %d Said\r\nContent-Length: %d\r\nConnection: close\r\n%s\r\n%s"
            .formatted(status, content.length, headers, body));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// The next chat that arrived.
  Seen nextChat() throws InterruptedException {
    var seen = calls.poll(20, TimeUnit.SECONDS);
    if (seen == null) {
      throw new IllegalStateException("no chat arrived");
    }
    return seen;
  }

  int chats() {
    return calls.size();
  }

  int probes() {
    return probes.get();
  }

  String lastAuthorization() {
    return lastAuthorization;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        var connection = socket.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException _) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      var in = new BufferedInputStream(connection.getInputStream());
      in.mark(1);
      if (in.read() == TLS_HELLO) {
        connection.getOutputStream().write(http(400, "", "no TLS here"));
        return;
      }
      in.reset();
      var seen = read(in);
      lastAuthorization = seen.headers().getOrDefault("authorization", "");
      if (seen.path().contains("/chat/")) {
        calls.add(seen);
      } else {
        probes.incrementAndGet();
      }
      var reply = replies.getOrDefault(seen.path(), out -> out.write(http(404, "", "{}")));
      reply.write(connection.getOutputStream());
      connection.getOutputStream().flush();
    } catch (IOException _) {
      // The client went away, as some tests want it.
    }
  }

  private static Seen read(InputStream in) throws IOException {
    var start = line(in).split(" ", 3);
    var headers = new ConcurrentHashMap<String, String>();
    for (var line = line(in); !line.isEmpty(); line = line(in)) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    var body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new Seen(start[0], start[1], headers, body);
  }

  private static String line(InputStream in) throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("the request ended early");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  /// Nobody is connected to after this returns.
  @Override
  public void close() {
    closed.countDown();
    try {
      socket.close();
      acceptor.join();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
