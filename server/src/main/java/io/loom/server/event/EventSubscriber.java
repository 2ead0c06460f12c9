package io.loom.server.event;

import io.loom.server.event.EventTail.Frame;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.IteratingCallback;
import org.jspecify.annotations.Nullable;

/// One open event stream: where its client is in the log, and at most one write under way.
///
/// Any thread may wake it; Jetty's iterating callback lets one at a time through [#process]. A
/// client that reads so slowly that the shared tail has moved on is told so, and gets the rest from
/// the log.
final class EventSubscriber extends IteratingCallback {
  private static final int EVENTS_AT_ONCE = 500;
  private static final ByteBuffer CONNECTED =
      encode("event: connected\ndata: {\"message\": \"Connected to event stream\"}\n\n");
  private static final ByteBuffer KEEPALIVE = encode(": keepalive\n\n");

  private final EventTail tail;
  private final EventFilter filter;
  private final EventReader reader;
  private final Response response;
  private final Callback finished;
  private final Consumer<EventSubscriber> onEnd;
  private final AtomicBoolean keepalive = new AtomicBoolean();
  private final AtomicBoolean ended = new AtomicBoolean();

  // Only process() touches these, and it runs on one thread at a time.
  private long cursor;
  private boolean greeted;
  private boolean following;

  EventSubscriber(
      EventTail tail,
      EventFilter filter,
      EventReader reader,
      Response response,
      Callback finished,
      long cursor,
      Consumer<EventSubscriber> onEnd) {
    this.tail = tail;
    this.filter = filter;
    this.reader = reader;
    this.response = response;
    this.finished = finished;
    this.cursor = cursor;
    this.onEnd = onEnd;
  }

  private static ByteBuffer encode(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
  }

  /// There may be something to write. Never blocks for the client.
  void wake() {
    iterate();
  }

  void keepAlive() {
    keepalive.set(true);
    iterate();
  }

  /// Asks again what the reader may read; the stream of one who may read nothing ends.
  void recheck(Standing standing) {
    reader.recheck(standing);
    if (!reader.mayRead()) {
      end();
    }
  }

  @Override
  protected Action process() {
    if (ended.get() || !reader.mayRead()) {
      return Action.SUCCEEDED;
    }
    var bytes = next();
    if (bytes == null) {
      return Action.IDLE;
    }
    response.write(false, bytes, this);
    return Action.SCHEDULED;
  }

  private @Nullable ByteBuffer next() {
    if (!greeted) {
      greeted = true;
      return CONNECTED.slice();
    }
    while (true) {
      long from = cursor;
      var frames = tail.after(from, EVENTS_AT_ONCE);
      var found = frames == null ? tail.fromLog(from, EVENTS_AT_ONCE) : frames;
      if (found.isEmpty()) {
        return keepalive.getAndSet(false) ? KEEPALIVE.slice() : null;
      }
      cursor = found.getLast().event().seq();
      var bytes = join(lagNotice(frames == null, from), found);
      if (bytes.hasRemaining()) {
        keepalive.set(false);
        return bytes;
      }
    }
  }

  /// Said once each time the client falls out of the tail, so that it knows why events are late.
  private String lagNotice(boolean behind, long from) {
    boolean tell = behind && following;
    following = !behind;
    return tell
        ? "event: lagged\ndata: {\"from_seq\": %d, \"newest_seq\": %d}\n\n"
            .formatted(from, tail.lastSeq())
        : "";
  }

  private ByteBuffer join(String notice, List<Frame> frames) {
    reader.follow(frames.stream().map(Frame::event).toList());
    var wanted =
        frames.stream()
            .filter(frame -> filter.takes(frame.event()) && reader.takes(frame.event()))
            .toList();
    var head = notice.getBytes(StandardCharsets.UTF_8);
    int size = head.length + wanted.stream().mapToInt(frame -> frame.bytes().remaining()).sum();
    var bytes = ByteBuffer.allocate(size);
    bytes.put(head);
    wanted.forEach(frame -> bytes.put(frame.bytes().slice()));
    return bytes.flip();
  }

  /// Ends the stream after the write under way.
  void end() {
    ended.set(true);
    iterate();
  }

  @Override
  protected void onCompleted(@Nullable Throwable cause) {
    onEnd.accept(this);
    finished.succeeded();
  }
}
