package io.loom.server.run;

import io.loom.server.action.ParsedAnswer.Call;

/// What a run does next.
sealed interface NextStep {
  record Prepare() implements NextStep {}

  record Turn() implements NextStep {}

  /// @param turn the step whose answer asked for it
  /// @param index which of its calls, from 0
  record Act(int turn, int index, Call call) implements NextStep {}

  record Gate() implements NextStep {}

  /// @param commit whose gate was green
  /// @param verified whether the project's own tests proved it
  record Merge(String commit, boolean verified) implements NextStep {}

  /// @param base the branch's commit to bring into the workspace
  record Rebase(String base) implements NextStep {}

  /// @param spentMicros so far
  record AskForBudget(long spentMicros) implements NextStep {}

  record End(TerminalReason reason, String detail) implements NextStep {}
}
