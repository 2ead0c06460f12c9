package io.loom.server.project;

import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// As much work as a test says.
public final class FakeProjectWork implements ProjectWork {
  volatile long openBeads;
  volatile long openRuns;
  final List<String> abandoned = new ArrayList<>();

  @Override
  public long openBeads(Handle queries, String projectId) {
    return openBeads;
  }

  @Override
  public long openRuns(Handle queries, String projectId) {
    return openRuns;
  }

  @Override
  public void abandon(Handle transaction, String actor, String projectId) {
    abandoned.add(projectId);
  }
}
