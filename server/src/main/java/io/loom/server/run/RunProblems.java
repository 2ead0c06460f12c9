package io.loom.server.run;

import io.loom.base.ProblemType;

/// What the run API refuses with.
final class RunProblems {
  static final ProblemType ENDED = new ProblemType("run-ended", 409, "The run has ended");
  static final ProblemType NOT_PAUSED =
      new ProblemType("run-not-paused", 409, "The run is not paused");

  private RunProblems() {}
}
