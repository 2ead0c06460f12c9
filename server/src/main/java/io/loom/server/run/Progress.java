package io.loom.server.run;

/// What doing a step came to.
sealed interface Progress {
  /// The next step may be planned.
  record GoOn() implements Progress {}

  /// The run was let go: it waits for people or for the merge queue.
  record LetGo() implements Progress {}

  /// The same step is to be tried again.
  ///
  /// @param countsAsTry whether the run ends after some of these; an overloaded provider does not
  record Retry(String reason, java.time.Duration after, boolean countsAsTry) implements Progress {}

  /// What the step needs is not there now. That is no try, and may last as long as it will.
  record Await(String reason, java.time.Duration after) implements Progress {}

  record End(TerminalReason reason, String detail) implements Progress {}

  Progress GO_ON = new GoOn();
  Progress LET_GO = new LetGo();
}
