package io.loom.server.source;

import io.loom.base.ReconcileLoop;
import io.loom.server.git.Mirrors;
import io.loom.server.project.Project;
import io.loom.server.project.ProjectService;
import io.loom.server.project.ProjectSetup;
import io.loom.server.reach.Actor;
import java.time.Duration;
import java.util.stream.Collectors;

/// Deletes the folders of projects that are no more: put away at once, so that a new project of the
/// same id finds nothing of the old one, and deleted by a loop. What a server leaves that dies in
/// between, the next one finds.
public final class RepositoryCleaning implements ProjectSetup, AutoCloseable {
  private static final Duration INTERVAL = Duration.ofMinutes(10);

  private final ProjectService projects;
  private final Mirrors mirrors;
  private final ReconcileLoop loop;

  private RepositoryCleaning(ProjectService projects, Mirrors mirrors) {
    this.projects = projects;
    this.mirrors = mirrors;
    clean();
    this.loop = ReconcileLoop.start("repository-cleaning", INTERVAL, this::clean);
  }

  /// Cleans once, before anybody can make a project, and from then on.
  static RepositoryCleaning start(ProjectService projects, Mirrors mirrors) {
    var cleaning = new RepositoryCleaning(projects, mirrors);
    projects.follow(cleaning);
    return cleaning;
  }

  private void clean() {
    // Folders first: one that comes later belongs to a project that is there by then.
    var known = mirrors.known();
    var there = projects.list(Actor.SYSTEM).stream().map(Project::id).collect(Collectors.toSet());
    known.stream().filter(id -> !there.contains(id)).forEach(mirrors::discard);
    mirrors.empty();
  }

  @Override
  public void created(Project project) {}

  @Override
  public void changed(Project project) {}

  @Override
  public void deleted(String projectId) {
    mirrors.discard(projectId);
    loop.wake();
  }

  @Override
  public void close() {
    loop.close();
  }
}
