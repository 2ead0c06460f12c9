package io.loom.server.sync;

import io.loom.base.ReconcileLoop;
import io.loom.server.project.Project;
import io.loom.server.project.ProjectService;
import io.loom.server.project.ProjectSetup;
import io.loom.server.reach.Actor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;

/// Looks at every open project again and again: soon after it came or changed, and once per
/// interval.
public final class ProjectSync implements AutoCloseable, ProjectSetup {
  private static final System.Logger LOG = System.getLogger(ProjectSync.class.getName());

  private final ProjectService projects;
  private final ProjectCheck check;
  private final Duration interval;
  private final Map<String, Long> due = new ConcurrentHashMap<>();
  private final ReconcileLoop loop;

  ProjectSync(ProjectService projects, ProjectCheck check, Duration interval) {
    this.projects = projects;
    this.check = check;
    this.interval = interval;
    this.loop = ReconcileLoop.start("project-sync", interval.dividedBy(4), this::pass);
  }

  private void pass() {
    var checks = new ArrayList<Callable<Boolean>>();
    long now = System.nanoTime();
    for (var project : projects.list(Actor.SYSTEM)) {
      var at = due.get(project.id());
      if (project.isOpen() && (at == null || at - now <= 0)) {
        due.put(project.id(), now + interval.toNanos());
        checks.add(() -> checked(project));
      }
    }
    // One slow or dead remote must not hold up the others.
    try (var threads =
        Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("project-check-", 0).factory())) {
      threads.invokeAll(checks);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean checked(Project project) {
    try {
      check.check(project);
    } catch (RuntimeException e) {
      LOG.log(System.Logger.Level.ERROR, "project " + project.id() + " could not be checked", e);
    }
    return true;
  }

  @Override
  public void created(Project project) {
    loop.wake();
  }

  @Override
  public void changed(Project project) {
    due.remove(project.id());
    loop.wake();
  }

  @Override
  public void deleted(String projectId) {
    due.remove(projectId);
  }

  @Override
  public void close() {
    loop.close();
  }
}
