package io.loom.bench.dispatch;

import io.loom.api.EventType;
import io.loom.ground.http.Json;
import io.loom.server.event.EventTail;
import java.util.function.Consumer;

/// That a run took a bead, as followers of events see it.
///
/// @param seenNanos when it was seen, by [System#nanoTime]: after its commit
record Lease(String beadId, String runId, String projectId, long seenNanos) {
  static void follow(EventTail tail, Consumer<Lease> listener) {
    var started = EventType.RUN_STARTED.wireName();
    tail.onEvent(event -> {
      if (event.type().equals(started)) {
        long now = System.nanoTime();
        var bead = Json.tree(event.data()).path("bead_id").asText();
        var project = event.projectId() == null ? "" : event.projectId();
        listener.accept(new Lease(bead, event.subject(), project, now));
      }
    });
  }
}
