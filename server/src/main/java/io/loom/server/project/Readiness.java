package io.loom.server.project;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether agents can work on a project, and what stands in the way.
///
/// @param checkedAt when it was found out; absent when never
public record Readiness(boolean ready, List<ReadinessIssue> issues, @Nullable Instant checkedAt) {
  static final Readiness UNKNOWN = new Readiness(false, List.of(ReadinessIssue.NOT_CHECKED), null);

  public Readiness {
    issues = List.copyOf(issues);
  }
}
