package io.loom.bench.demo;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How far a bead has come, as far as its events say. Changed by [Progress] alone.
final class BeadProgress {
  /// Where it stands.
  enum Stage {
    WAITING,
    WORKING,
    MERGING,
    MERGED,
    /// Closed without a commit.
    CLOSED
  }

  final String id;
  final List<String> blockers;
  String title;
  Stage stage = Stage.WAITING;
  String agent = "";
  String doing = "";
  String commit = "";
  String trouble = "";
  int turns;
  int failedRuns;
  long costMicros;
  @Nullable Instant begun;
  @Nullable Instant ended;

  BeadProgress(DemoRepository.Work work) {
    this.id = work.id();
    this.title = work.title();
    this.blockers = work.blockers();
  }

  String id() {
    return id;
  }

  void asks() {
    doing = "turn %d: asks the model".formatted(turns + 1);
  }

  boolean isAtWork() {
    return stage == Stage.WORKING || stage == Stage.MERGING;
  }

  boolean isClosed() {
    return stage == Stage.MERGED || stage == Stage.CLOSED;
  }
}
