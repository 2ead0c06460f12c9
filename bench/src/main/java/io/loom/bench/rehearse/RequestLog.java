package io.loom.bench.rehearse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The requests so far, in memory and as JSON lines in a file. Safe for many threads.
///
/// A line is with the operating system before its request counts as done, and survives the end of
/// this process.
final class RequestLog implements AutoCloseable {
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final List<RequestRecord> records = new ArrayList<>();

  @GuardedBy("lock")
  private final @Nullable BufferedWriter file;

  private RequestLog(@Nullable BufferedWriter file) {
    this.file = file;
  }

  /// @param path appended to; null for none
  static RequestLog open(@Nullable Path path) throws IOException {
    return new RequestLog(
        path == null
            ? null
            : Files.newBufferedWriter(path, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
  }

  void add(RequestRecord request) {
    synchronized (lock) {
      records.add(request);
      if (file != null) {
        write(file, request);
      }
    }
  }

  List<RequestRecord> inOrder() {
    synchronized (lock) {
      return records.stream().sorted(Comparator.comparingLong(RequestRecord::seq)).toList();
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (lock) {
      if (file != null) {
        file.close();
      }
    }
  }

  private static void write(BufferedWriter file, RequestRecord request) {
    try {
      file.write(line(request));
      file.newLine();
      file.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("the request log cannot be written", e);
    }
  }

  private static String line(RequestRecord request) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("seq", request.seq())
        .put("ts", request.at().toString())
        .put("method", request.method())
        .put("path", request.path())
        .put("idempotency_key", request.idempotencyKey())
        .put("body_sha256", request.bodyHash())
        .put("turn", request.turn())
        .put("bead", request.bead())
        .put("rule", request.rule())
        .put("status", request.status())
        .put("replayed", request.replayed())
        .put("bought", request.bought())
        .put("outcome", request.outcome().wireName())
        .put("latency_ms", request.took().toMillis())
        .toString();
  }
}
