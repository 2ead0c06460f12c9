package io.loom.bench.rehearse;

import static java.lang.System.Logger.Level.DEBUG;
import static java.lang.System.Logger.Level.ERROR;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// A running model that plays from a script, on the loopback address.
///
/// One virtual thread per connection. Safe for many threads; whoever started it closes it.
public final class ScriptedModel implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ScriptedModel.class.getName());
  private static final int BACKLOG = 4096;
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(5);

  private final ServerSocket server;
  private final Routes routes;
  private final RequestLog log;
  private final InstantSource clock;
  private final AtomicLong lastSeq = new AtomicLong();
  private final WorkCount work = new WorkCount();
  private final Set<ClientConnection> connections = ConcurrentHashMap.newKeySet();
  private final Thread acceptor;

  private ScriptedModel(ServerSocket server, Routes routes, RequestLog log, InstantSource clock) {
    this.server = server;
    this.routes = routes;
    this.log = log;
    this.clock = clock;
    this.acceptor = Thread.ofVirtual().name("rehearse-accept").unstarted(this::accept);
  }

  /// Starts to answer. Throws `IOException` when the port is taken or the log cannot be opened.
  public static ScriptedModel start(Script script, Options options) throws IOException {
    var latency = options.latency();
    var played = latency == null ? script : script.withLatency(latency);
    var server = new ServerSocket();
    try {
      server.bind(
          new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), options.port()), BACKLOG);
      var log = RequestLog.open(options.log());
      var routes = new Routes(played, options.apiKey(), options.clock());
      var model = new ScriptedModel(server, routes, log, options.clock());
      model.acceptor.start();
      return model;
    } catch (IOException e) {
      server.close();
      throw e;
    }
  }

  /// Where it answers, without `/v1`.
  public URI uri() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /// The requests that are done, in the order of their arrival.
  public List<RequestRecord> requests() {
    return log.inOrder();
  }

  /// Waits until no request is at work, for at most this time, and says whether that was reached. A
  /// request is at work from its last byte in until its record is written.
  public boolean awaitIdle(Duration atMost) throws InterruptedException {
    return work.awaitNone(atMost);
  }

  /// The largest number of requests that have been at work at once.
  public int mostAtOnce() {
    return work.peak();
  }

  /// Waits until it is closed.
  public void awaitClosed() throws InterruptedException {
    acceptor.join();
  }

  /// Ends all connections and waits for their records; answers under way are cut off.
  @Override
  public void close() throws IOException {
    server.close();
    for (var connection : connections) {
      connection.close();
    }
    try {
      work.awaitNone(CLOSE_WAIT);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    log.close();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var socket = server.accept();
        Thread.ofVirtual().name("rehearse").start(() -> serve(socket));
      } catch (IOException e) {
        LOG.log(DEBUG, "Accepting ended", e);
      }
    }
  }

  private void serve(Socket socket) {
    try (var connection = new ClientConnection(socket)) {
      connections.add(connection);
      try {
        boolean goesOn = !server.isClosed();
        while (goesOn) {
          var request = connection.read();
          goesOn = request != null && handle(request, connection);
        }
      } finally {
        connections.remove(connection);
      }
    } catch (IOException e) {
      LOG.log(DEBUG, "A connection ended", e);
    } catch (RuntimeException e) {
      LOG.log(ERROR, "A request failed", e);
    }
  }

  private boolean handle(HttpRequest request, ClientConnection connection) {
    work.begin();
    try {
      long seq = lastSeq.incrementAndGet();
      var at = clock.instant();
      long begin = System.nanoTime();
      var bodyHash = sha256(request.body());
      var decision = routes.decide(request, bodyHash);
      var outcome = Delivery.deliver(decision, connection);
      var took = Duration.ofNanos(System.nanoTime() - begin);
      log.add(describe(seq, at, request, bodyHash, decision, outcome, took));
      return outcome != Outcome.CLIENT_GONE
          && outcome != Outcome.CUT
          && outcome != Outcome.HANG
          && !request.endsConnection();
    } finally {
      work.end();
    }
  }

  private static RequestRecord describe(
      long seq,
      Instant at,
      HttpRequest request,
      String bodyHash,
      Decision decision,
      Outcome outcome,
      Duration took) {
    var conversation = decision.conversation();
    return new RequestRecord(
        seq,
        at,
        request.method(),
        request.path(),
        request.header("idempotency-key"),
        bodyHash,
        conversation == null ? null : Integer.valueOf(conversation.turn()),
        conversation == null ? null : conversation.bead(),
        decision.rule(),
        decision.answer().status(),
        decision.replayed(),
        decision.isBought(),
        outcome,
        took);
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
