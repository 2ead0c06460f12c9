package io.loom.server.dispatch;

/// What dispatch does now.
///
/// @param state `active` or `parked`; public, as the reason's words are
public record DispatchState(String state, String reason) {
  static DispatchState of(DispatchSnapshot snapshot, DispatchPlan plan) {
    if (!plan.assignments().isEmpty()) {
      return new DispatchState("active", "dispatching " + plan.assignments().getLast().bead().id());
    }
    if (snapshot.working().values().stream().anyMatch(count -> count > 0)) {
      return new DispatchState("active", "runs are under way");
    }
    if (snapshot.ready().isEmpty()) {
      return new DispatchState("parked", "no dispatchable beads");
    }
    return new DispatchState("parked", plan.held().values().stream().findFirst().orElse("idle"));
  }
}
