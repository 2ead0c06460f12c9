package io.loom.server.sync;

import io.loom.server.project.Project;
import java.time.Duration;

/// Whoever can look at a project's repository at once.
public interface ProjectLook {
  /// Looks at a project now, and waits for what it finds.
  ///
  /// @return whether that was stored in time
  boolean look(Project project, Duration patience) throws InterruptedException;
}
