package io.loom.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.ground.http.Json;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One entry of a run's journal.
///
/// @param n its place, from 1 without gaps
/// @param name what to call it: the model, the action, the gate
/// @param request what is needed to do it again; for a turn the exact bytes sent, dropped once done
/// @param result a JSON object once the step is done
/// @param snapshot the workspace after it, as a commit of the workspace's own git
public record RunStep(
    int n,
    StepKind kind,
    String name,
    String request,
    @Nullable String result,
    @Nullable String snapshot,
    long costMicros,
    Instant startedAt,
    @Nullable Instant endedAt) {
  boolean done() {
    return result != null;
  }

  JsonNode requestJson() {
    return Json.tree(request);
  }

  JsonNode resultJson() {
    if (result == null) {
      throw new IllegalStateException("step %d is not done".formatted(n));
    }
    return Json.tree(result);
  }
}
