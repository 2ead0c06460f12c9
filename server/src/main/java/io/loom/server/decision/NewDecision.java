package io.loom.server.decision;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A question that somebody wants answered.
///
/// @param id given by whoever asks, so that asking again asks nothing new
/// @param beadId the bead it is about
/// @param runId the run that waits for it
/// @param kind what it is for, such as `question`, `max_hops` or `budget`
/// @param options the only answers there are; empty when any text will do
/// @param recommendation the answer that the requester would give; blank when none
/// @param requesterId `user-…`, an agent's id or `system`
/// @param priority 0 is the most urgent, 4 the least
public record NewDecision(
    String id,
    String projectId,
    @Nullable String beadId,
    @Nullable String runId,
    String kind,
    String question,
    List<String> options,
    String recommendation,
    String requesterId,
    int priority) {
  public NewDecision {
    if (id.isBlank() || question.isBlank()) {
      throw new IllegalArgumentException("a decision has an id and a question");
    }
    if (priority < 0 || priority > 4) {
      throw new IllegalArgumentException("priority is %d, not 0 to 4".formatted(priority));
    }
    if (options.stream().anyMatch(String::isBlank)
        || options.stream().distinct().count() < options.size()) {
      throw new IllegalArgumentException("the options of a decision are different and not blank");
    }
    options = List.copyOf(options);
  }
}
