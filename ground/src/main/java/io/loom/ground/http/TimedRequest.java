package io.loom.ground.http;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// A request whose body has to arrive in time. A client that sends a byte now and then is not idle,
/// and yet must not hold a thread for ever.
final class TimedRequest extends Request.Wrapper {
  private final long deadlineNanos;
  private boolean complete;

  TimedRequest(Request wrapped, Duration limit) {
    super(wrapped);
    this.deadlineNanos = System.nanoTime() + limit.toNanos();
  }

  @Override
  public Content.@Nullable Chunk read() {
    var chunk = super.read();
    if (chunk == null || complete) {
      return chunk;
    }
    complete = chunk.isLast();
    if (complete || System.nanoTime() < deadlineNanos) {
      return chunk;
    }
    chunk.release();
    var late =
        new HttpException.RuntimeException(
            408, new TimeoutException("the body did not arrive in time"));
    return Content.Chunk.from(late, true);
  }
}
