package io.loom.server.event;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.loom.base.ReconcileLoop;
import io.loom.ground.database.Database;
import io.loom.ground.http.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The newest events of the log, each encoded once, for all who follow it on this server.
///
/// After a commit it reads what is new, keeps a bounded number of events and tells its followers,
/// who read from it at their own pace by sequence number. Who falls behind the oldest kept event
/// reads the log itself. Safe for many threads.
public final class EventTail implements AutoCloseable {
  private static final int READ_AT_ONCE = 1_000;
  private static final int MOST_WAITS = 50;
  private static final long WAIT_NANOS = 2_000_000;

  /// An event and its SSE frame, which is encoded when the first follower wants it.
  static final class Frame {
    private final StoredEvent event;
    private volatile @Nullable ByteBuffer bytes;

    private Frame(StoredEvent event) {
      this.event = event;
    }

    static Frame of(StoredEvent event) {
      return new Frame(event);
    }

    StoredEvent event() {
      return event;
    }

    /// Read-only; whoever reads it takes a slice. Two that want it at once may both encode it.
    ByteBuffer bytes() {
      var encoded = bytes;
      if (encoded == null) {
        var text =
            "id: %d\nevent: %s\ndata: %s\n\n"
                .formatted(event.seq(), event.type(), Json.write(event.view()));
        encoded = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer();
        bytes = encoded;
      }
      return encoded;
    }
  }

  private final Database database;
  private final EventLog log;
  private final int size;
  private final List<Runnable> followers = new CopyOnWriteArrayList<>();
  private final List<java.util.function.Consumer<StoredEvent>> readers =
      new CopyOnWriteArrayList<>();
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final ArrayDeque<Frame> frames = new ArrayDeque<>();

  /// Everything up to here was read; guarded by being written on the loop's thread only.
  private volatile long lastRead;

  /// Used by the loop's thread only.
  private final SettledEvents settled;

  private final ReconcileLoop loop;

  private EventTail(Database database, EventLog log, int size) {
    this.database = database;
    this.log = log;
    this.size = size;
    this.settled = SettledEvents.fromNow(database, log);
    this.lastRead = settled.read();
    // The interval is the safety net, and how events of other replicas are seen.
    this.loop = ReconcileLoop.start("event-tail", Duration.ofSeconds(1), this::readNew);
    database.afterCommit(loop::wake);
  }

  /// @param size how many events are kept in memory
  public static EventTail start(Database database, EventLog log, int size) {
    return new EventTail(database, log, size);
  }

  private void readNew() {
    int waits = 0;
    while (true) {
      var events = settled.next(READ_AT_ONCE);
      if (events.isEmpty()) {
        if (!settled.isWaiting() || ++waits > MOST_WAITS) {
          return;
        }
        // Whose number is missing may be on another server, so no commit here would wake us.
        LockSupport.parkNanos(WAIT_NANOS);
        continue;
      }
      var fresh = events.stream().map(Frame::of).toList();
      synchronized (lock) {
        frames.addAll(fresh);
        while (frames.size() > size) {
          frames.removeFirst();
        }
      }
      lastRead = events.getLast().seq();
      followers.forEach(Runnable::run);
      events.forEach(event -> readers.forEach(reader -> reader.accept(event)));
    }
  }

  /// The sequence number up to which this tail has read.
  long lastSeq() {
    return lastRead;
  }

  /// The next frames after a sequence number, or nothing when the tail no longer goes back that
  /// far.
  @Nullable List<Frame> after(long seq, int limit) {
    synchronized (lock) {
      var oldest = frames.peekFirst();
      if (oldest == null || seq < oldest.event().seq() - 1) {
        return seq >= lastRead ? List.of() : null;
      }
      var found = new ArrayList<Frame>();
      for (var frame : frames) {
        if (frame.event().seq() > seq && found.size() < limit) {
          found.add(frame);
        }
      }
      return found;
    }
  }

  /// The next frames after a sequence number from the log itself, as far as this tail has read.
  List<Frame> fromLog(long seq, int limit) {
    long last = lastRead;
    return database.read(handle -> log.after(handle, seq, limit)).stream()
        .filter(event -> event.seq() <= last)
        .map(Frame::of)
        .toList();
  }

  /// Calls back after new events have come. It must not block.
  void follow(Runnable follower) {
    followers.add(follower);
  }

  void unfollow(Runnable follower) {
    followers.remove(follower);
  }

  /// Calls back with each event from now on, in order. It must not block: it wakes a loop.
  public void onEvent(java.util.function.Consumer<StoredEvent> reader) {
    readers.add(reader);
  }

  @Override
  public void close() {
    loop.close();
  }
}
