package io.loom.server.event;

import io.loom.base.ReconcileLoop;
import io.loom.ground.http.Access;
import io.loom.ground.http.Caller;
import io.loom.ground.http.HttpProblems;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/// `GET /api/v1/events/stream`: the log as server-sent events, for as long as the client listens.
///
/// A subscriber is a cursor, not a thread: what came since its last write goes out in one
/// asynchronous write. Without `Last-Event-ID` a stream begins with the next event.
public final class EventStreamHandler extends Handler.Abstract implements AutoCloseable {
  private final EventTail tail;

  /// With who listens.
  private final Map<EventSubscriber, Caller> subscribers = new ConcurrentHashMap<>();

  private final ReconcileLoop keepaliveLoop;
  private final Runnable follower = this::wakeAll;
  private volatile Standing standing = Standing.UNCHANGED;
  private volatile boolean closed;

  /// @param keepalive how long a stream stays silent at the most, and without being asked whether
  ///   its reader may still read
  public EventStreamHandler(EventTail tail, Duration keepalive) {
    this.tail = tail;
    tail.follow(follower);
    tail.onEvent(this::endRefused);
    this.keepaliveLoop = ReconcileLoop.start("event-keepalive", keepalive, this::keepAll);
  }

  /// Says who tells what readers may read; until then, what they might when they came.
  public void ask(Standing rights) {
    standing = rights;
  }

  private void keepAll() {
    subscribers.keySet().forEach(EventSubscriber::keepAlive);
    recheck();
  }

  /// Gives every stream the rights that its reader has now, and ends those whose reader has none.
  /// Rights that are taken away end a stream at once; this finds those that ran out.
  private void recheck() {
    var asked = new HashMap<Caller, Optional<Caller>>();
    for (var subscriber : subscribers.keySet()) {
      subscriber.recheck(caller -> asked.computeIfAbsent(caller, standing::now));
    }
  }

  private void wakeAll() {
    subscribers.keySet().forEach(EventSubscriber::wake);
  }

  /// Ends the streams of those who would not get them any more, or would see something else. A
  /// client that still may comes again.
  private void endRefused(StoredEvent event) {
    Listeners.concernedBy(event)
        .ifPresent(isConcerned ->
            subscribers.forEach((subscriber, caller) -> {
              if (isConcerned.test(caller)) {
                subscriber.end();
              }
            }));
  }

  public int subscriberCount() {
    return subscribers.size();
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (!request.getMethod().equals("GET")) {
      throw HttpProblems.METHOD_NOT_ALLOWED.because(
          "A stream is read with GET.", Map.of("allow", "GET"));
    }
    var refusal = Access.refusal("events:read", Caller.current());
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    var query = Request.extractQueryParameters(request);
    var lastId = lastEventId(request, query);
    long from;
    try {
      from = lastId.isEmpty() ? tail.lastSeq() : Long.parseLong(lastId);
    } catch (NumberFormatException _) {
      throw HttpProblems.INVALID.because(
          "Last-Event-ID is the id of an event of this stream, a number; it was \"%s\"."
              .formatted(lastId),
          Map.of());
    }
    var headers = response.getHeaders();
    headers.put(HttpHeader.CONTENT_TYPE, "text/event-stream");
    headers.put(HttpHeader.CACHE_CONTROL, "no-cache");
    headers.put("X-Accel-Buffering", "no");
    var filter = new EventFilter(value(query, "project_id"), value(query, "type"));
    var subscriber =
        new EventSubscriber(
            tail,
            filter,
            new EventReader(Caller.current(), caller -> standing.now(caller)),
            response,
            callback,
            from,
            subscribers::remove);
    subscribers.put(subscriber, Caller.current());
    subscriber.wake();
    if (closed) {
      subscriber.end();
    }
    return true;
  }

  private static String lastEventId(Request request, Fields query) {
    var header = request.getHeaders().get("Last-Event-ID");
    return header == null ? value(query, "last_event_id") : header.strip();
  }

  private static String value(Fields query, String name) {
    var value = query.getValue(name);
    return value == null ? "" : value;
  }

  /// Ends all streams, and those that come later at once; their clients come again.
  @Override
  public void close() {
    closed = true;
    tail.unfollow(follower);
    keepaliveLoop.close();
    subscribers.keySet().forEach(EventSubscriber::end);
  }
}
