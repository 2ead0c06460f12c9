package io.loom.server.event;

import io.loom.ground.http.Caller;
import io.loom.ground.http.Reach;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Who reads a stream, with the rights he has now. Safe for many threads.
final class EventReader {
  private record Rights(Caller caller, EventAccess access) {}

  private final Standing standing;

  /// Absent once he may not read any more; he does not get his rights back.
  private final AtomicReference<@Nullable Rights> rights;

  EventReader(Caller caller, Standing standing) {
    this.standing = standing;
    this.rights = new AtomicReference<>(new Rights(caller, EventAccess.of(caller)));
  }

  boolean mayRead() {
    return rights.get() != null;
  }

  /// Whether he may read an event.
  boolean takes(StoredEvent event) {
    var now = rights.get();
    return now != null && now.access().takes(event);
  }

  void recheck() {
    recheck(standing);
  }

  void recheck(Standing asked) {
    boolean settled = false;
    while (!settled) {
      var before = rights.get();
      // Where somebody else was faster, what he found may be older than what was found here.
      settled = before == null || rights.compareAndSet(before, after(before, asked));
    }
  }

  private static @Nullable Rights after(Rights before, Standing asked) {
    return asked
        .now(before.caller())
        .filter(caller -> caller.may("events:read"))
        .map(caller -> new Rights(caller, EventAccess.of(caller)))
        .orElse(null);
  }

  /// Looks at his rights again if one of some events may have changed them: a project that he made
  /// is his from its first event on.
  void follow(List<StoredEvent> events) {
    var now = rights.get();
    boolean isLimited = now != null && now.caller().reach() instanceof Reach.Projects;
    if (isLimited && events.stream().anyMatch(EventAccess::changesReach)) {
      recheck();
    }
  }
}
