package io.loom.ground.http;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/// A response that knows for how long its client has been taking a piece of it.
final class WatchedResponse extends Response.Wrapper {
  private static final long IDLE = 0;

  private final Set<WatchedResponse> writing;
  private volatile long sinceNanos = IDLE;
  private volatile @Nullable Throwable failure;

  /// @param writing holds the responses with a write that did not end at once
  WatchedResponse(Request request, Response wrapped, Set<WatchedResponse> writing) {
    super(request, wrapped);
    this.writing = writing;
  }

  @Override
  public void write(boolean last, @Nullable ByteBuffer content, Callback callback) {
    sinceNanos = System.nanoTime() | 1;
    super.write(
        last,
        content,
        Callback.from(
            callback.getInvocationType(),
            () -> {
              written();
              callback.succeeded();
            },
            cause -> {
              written();
              failure = cause;
              callback.failed(cause);
            }));
    if (sinceNanos != IDLE) {
      writing.add(this);
      if (sinceNanos == IDLE) {
        writing.remove(this);
      }
    }
  }

  private void written() {
    sinceNanos = IDLE;
    writing.remove(this);
  }

  /// Why the client cannot be written to any more.
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  /// Event streams live long, and their clients may rest.
  boolean isStuck(long now, Duration limit) {
    long since = sinceNanos;
    var type = getHeaders().get(HttpHeader.CONTENT_TYPE);
    return since != IDLE
        && now - since > limit.toNanos()
        && (type == null || !type.startsWith("text/event-stream"));
  }

  /// Ends the connection, unless other exchanges share it.
  void abort() {
    var connection = getRequest().getConnectionMetaData();
    if (connection.getHttpVersion() != HttpVersion.HTTP_2) {
      connection
          .getConnection()
          .getEndPoint()
          .close(new TimeoutException("the answer was not taken in time"));
    }
  }
}
