package io.loom.server.provider;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The body of an answer as a stream that ends with an exception when it takes too long or grows
/// too large. The HTTP client's own timeout ends with the answer's head.
///
/// One thread reads it, and closes it.
final class TimedBody extends InputStream implements HttpResponse.BodySubscriber<InputStream> {
  private sealed interface Signal {
    record Bytes(List<ByteBuffer> buffers) implements Signal {}

    record End() implements Signal {}

    record Broken(Throwable cause) implements Signal {}
  }

  private final long deadlineNanos;
  private final long maxBytes;
  private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
  private final ArrayDeque<ByteBuffer> buffers = new ArrayDeque<>();
  private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();
  private long taken;
  private boolean ended;

  /// @param deadlineNanos as [System#nanoTime] tells the time
  TimedBody(long deadlineNanos, long maxBytes) {
    this.deadlineNanos = deadlineNanos;
    this.maxBytes = maxBytes;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedFuture(this);
  }

  @Override
  public void onSubscribe(Flow.Subscription started) {
    subscription.complete(started);
    started.request(1);
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    signals.add(new Signal.Bytes(item));
  }

  @Override
  public void onError(Throwable cause) {
    signals.add(new Signal.Broken(cause));
  }

  @Override
  public void onComplete() {
    signals.add(new Signal.End());
  }

  @Override
  public int read() throws IOException {
    var one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    @Nullable ByteBuffer buffer = filled();
    if (buffer == null) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(target, offset, count);
    return count;
  }

  /// A buffer with something in it, or nothing at the end.
  private @Nullable ByteBuffer filled() throws IOException {
    while (true) {
      @Nullable ByteBuffer first = buffers.peekFirst();
      if (first != null && first.hasRemaining()) {
        return first;
      }
      if (first != null) {
        buffers.removeFirst();
      } else if (ended) {
        return null;
      } else {
        take(next());
      }
    }
  }

  private Signal next() throws IOException {
    try {
      @Nullable Signal signal =
          signals.poll(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
      if (signal == null) {
        throw new HttpTimeoutException("the answer did not end in time");
      }
      return signal;
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new java.io.InterruptedIOException("interrupted");
    }
  }

  private void take(Signal signal) throws IOException {
    switch (signal) {
      case Signal.Bytes(var bytes) -> {
        for (var buffer : bytes) {
          taken += buffer.remaining();
          buffers.add(buffer);
        }
        if (taken > maxBytes) {
          throw new IOException("the answer is larger than %d bytes".formatted(maxBytes));
        }
        subscription.join().request(1);
      }
      case Signal.End() -> ended = true;
      case Signal.Broken(var cause) -> throw new IOException(cause);
    }
  }

  @Override
  public void close() {
    if (!ended && subscription.isDone()) {
      subscription.join().cancel();
    }
  }
}
