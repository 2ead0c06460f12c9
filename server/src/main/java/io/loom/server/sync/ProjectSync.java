package io.loom.server.sync;

import static java.lang.System.Logger.Level.ERROR;

import io.loom.base.ReconcileLoop;
import io.loom.server.project.Project;
import io.loom.server.project.ProjectService;
import io.loom.server.project.ProjectSetup;
import io.loom.server.reach.Actor;
import io.loom.server.sync.ProjectCheck.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/// Looks at every open project again and again: soon after it came or changed, often while it is
/// not ready, and once per interval.
public final class ProjectSync implements AutoCloseable, ProjectSetup, ProjectLook {
  private static final System.Logger LOG = System.getLogger(ProjectSync.class.getName());
  private static final Duration LONGEST_BEAT = Duration.ofSeconds(1);

  /// Looks under way at the same time. A dead remote holds one for seconds.
  private static final int AT_ONCE = 32;

  private final ProjectService projects;
  private final ProjectCheck check;
  private final Duration interval;
  private final Map<String, CheckTurn> turns = new ConcurrentHashMap<>();
  private final Semaphore places = new Semaphore(AT_ONCE);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("project-check-", 0).factory());
  private final ReconcileLoop loop;

  ProjectSync(ProjectService projects, ProjectCheck check, Duration interval) {
    this.projects = projects;
    this.check = check;
    this.interval = interval;
    var beat = interval.dividedBy(4);
    this.loop =
        ReconcileLoop.start(
            "project-sync", beat.compareTo(LONGEST_BEAT) < 0 ? beat : LONGEST_BEAT, this::pass);
  }

  private CheckTurn turn(String projectId) {
    return turns.computeIfAbsent(projectId, _ -> new CheckTurn(interval));
  }

  private void pass() {
    for (var project : projects.list(Actor.SYSTEM)) {
      if (project.isOpen() && turn(project.id()).begin()) {
        threads.execute(() -> look(project, turn(project.id())));
      }
    }
  }

  private void look(Project project, CheckTurn turn) {
    var outcome = Outcome.UNSETTLED;
    try {
      places.acquire();
      try {
        outcome = check.check(project);
      } finally {
        places.release();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      LOG.log(ERROR, "project " + project.id() + " could not be checked", e);
    } finally {
      if (turn.end(outcome)) {
        loop.wake();
      }
    }
  }

  /// Looks at a project soon: its keys, secrets or settings are others now.
  public void recheck(String projectId) {
    check.forget(projectId);
    var _ = turn(projectId).ask();
    loop.wake();
  }

  @Override
  public boolean look(Project project, Duration patience) throws InterruptedException {
    var turn = turn(project.id());
    check.forget(project.id());
    long look = turn.ask();
    loop.wake();
    return turn.await(look, patience);
  }

  @Override
  public void created(Project project) {
    loop.wake();
  }

  @Override
  public void changed(Project project) {
    recheck(project.id());
  }

  @Override
  public void deleted(String projectId) {
    turns.remove(projectId);
    check.forget(projectId);
  }

  @Override
  public void close() {
    loop.close();
    threads.shutdownNow();
    threads.close();
  }
}
