package io.loom.server.run;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.INFO;

import io.loom.server.gate.ProjectSettings;
import io.loom.server.git.GitException;
import io.loom.server.reach.Actor;
import io.loom.server.run.JournalRepository.LostRun;
import io.loom.server.run.Workspaces.LostWorkspace;
import io.loom.weaver.WeaverException;
import java.time.Duration;
import java.util.Optional;

/// Works on one run until it ends, waits, or belongs to somebody else. Runs on a virtual thread of
/// its own; interrupting it lets the run go, to be continued by whoever takes it next.
final class RunWorker implements Runnable {
  private static final System.Logger LOG = System.getLogger(RunWorker.class.getName());
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

  private final RunTools tools;
  private final RunPlanner planner;
  private final Run run;
  private final RunWork work;
  private boolean opened;

  /// @param run as it was taken, with the fence of this worker
  RunWorker(RunTools tools, Run run) {
    this.tools = tools;
    this.run = run;
    this.planner = new RunPlanner(tools.config().limits());
    this.work = new RunWork(tools, run);
  }

  @Override
  public void run() {
    try {
      boolean goOn = true;
      while (goOn) {
        goOn = step();
      }
    } catch (LostRun e) {
      LOG.log(INFO, "run {0} goes on elsewhere or has ended", run.id());
    } catch (InterruptedException _) {
      interrupted();
    } catch (RuntimeException e) {
      LOG.log(ERROR, "run " + run.id() + " met a bug", e);
      failed(e.toString());
    }
  }

  /// @return whether to go on
  private boolean step() throws InterruptedException {
    var current = tools.service().find(run.id());
    if (current.isEmpty() || current.get().fence() != run.fence()) {
      return false;
    }
    var wanted = current.get().wanted();
    if (wanted.equals("stop")) {
      tools.database().change(handle -> tools.service().stopped(handle, current.get(), "a person"));
      return discard();
    }
    if (wanted.equals("pause")) {
      release(current.get(), RunState.PAUSED, Duration.ZERO, 0, "paused", "Paused by a person.");
      return false;
    }
    var lost = beadLost();
    return settle(
        lost.isPresent()
            ? new Progress.End(TerminalReason.BEAD_LOST, lost.get())
            : take(planner.next(work.steps())),
        current.get());
  }

  /// Why the work would be for nothing.
  private Optional<String> beadLost() {
    var bead = tools.beads().find(Actor.SYSTEM, run.beadId());
    if (bead.isEmpty() || bead.get().isClosed()) {
      return Optional.of("The bead was closed meanwhile.");
    }
    return run.id().equals(bead.get().holder()) && bead.get().fence() == run.beadFence()
        ? Optional.empty()
        : Optional.of("Another run took the bead.");
  }

  private Progress take(NextStep next) throws InterruptedException {
    try {
      if (!(next instanceof NextStep.Prepare || next instanceof NextStep.End)) {
        open();
      }
      return switch (next) {
        case NextStep.Prepare _ -> new PrepareStep(work).take();
        case NextStep.Turn _ -> new TurnStep(work).take();
        case NextStep.Act act -> new ActionStep(work, act).take();
        case NextStep.Gate _ -> new HandOver(work).gate();
        case NextStep.Merge merge -> new HandOver(work).merge(merge);
        case NextStep.Rebase(var base) -> new HandOver(work).rebase(base);
        case NextStep.AskForBudget(long spent) -> Questions.askForBudget(work, spent);
        case NextStep.End(var reason, var detail) -> new Progress.End(reason, detail);
      };
    } catch (LostWorkspace e) {
      return new Progress.End(TerminalReason.WORKSPACE_LOST, String.valueOf(e.getMessage()));
    } catch (WeaverException e) {
      return e.reason() == WeaverException.Reason.GONE
          ? new Progress.End(TerminalReason.WORKSPACE_LOST, String.valueOf(e.getMessage()))
          : new Progress.Retry(String.valueOf(e.getMessage()), FIRST_PAUSE, true);
    } catch (GitException e) {
      return new Progress.Retry(String.valueOf(e.getMessage()), FIRST_PAUSE, true);
    }
  }

  /// Finds the workspace once per worker, and undoes what an interrupted step may have left in it.
  private void open() throws LostWorkspace, WeaverException, GitException, InterruptedException {
    if (opened) {
      return;
    }
    tools.workspaces().reopen(run, ProjectSettings.egress(work.project()));
    var underWay = work.underWay();
    if (underWay != null && underWay.kind() != StepKind.TURN) {
      tools.workspaces().restore(run, work.snapshot());
    }
    opened = true;
  }

  private boolean settle(Progress progress, Run current) {
    switch (progress) {
      case Progress.GoOn() -> {
        opened = true;
        return true;
      }
      case Progress.LetGo() -> {
        return false;
      }
      case Progress.End(var reason, var detail) -> {
        end(current, reason, detail);
        return discard();
      }
      case Progress.Await(var reason, var after) -> {
        release(current, RunState.ACTIVE, after, current.attempt(), "retry", reason);
        return false;
      }
      case Progress.Retry(var reason, var after, boolean countsAsTry) -> {
        retry(current, reason, after, countsAsTry);
        return false;
      }
    }
  }

  private void end(Run current, TerminalReason reason, String detail) {
    tools
        .database()
        .change(handle -> {
          var held = tools.runs().find(handle, run.id());
          if (held.isEmpty() || held.get().fence() != run.fence()) {
            throw new LostRun(run.id());
          }
          tools
              .service()
              .end(
                  handle,
                  held.get(),
                  reason,
                  detail,
                  tools.service().releaseAfter(current, reason, detail));
        });
  }

  private void retry(Run current, String reason, Duration after, boolean countsAsTry) {
    int attempt = current.attempt() + 1;
    int most = tools.config().limits().attempts() * (countsAsTry ? 1 : 10);
    if (attempt >= most) {
      end(
          current,
          work.doneSteps().isEmpty() ? TerminalReason.SETUP_FAILED : TerminalReason.ERROR,
          "After %d tries: %s".formatted(attempt, reason));
      discard();
    } else {
      release(current, RunState.ACTIVE, after, attempt, "retry", reason);
    }
  }

  /// Lets the run go, and says why unless that was said already.
  private void release(
      Run current, RunState state, Duration after, int attempt, String reason, String detail) {
    var now = tools.clock().instant();
    boolean isNew = attempt != current.attempt() || !detail.equals(current.detail());
    tools
        .database()
        .change(handle -> {
          boolean held =
              tools
                  .runs()
                  .release(handle, run, state, now.plus(after), attempt, reason, detail, now);
          if (held && isNew) {
            tools
                .events()
                .append(
                    handle,
                    "system",
                    new RunEvent.StateChange(
                        run.id(),
                        run.beadId(),
                        run.projectId(),
                        reason.equals("retry") ? "retrying" : state.stored(),
                        detail));
          }
        });
  }

  private boolean discard() {
    try {
      tools.workspaces().delete(run.id());
    } catch (WeaverException e) {
      // The loop finds weavers of ended runs and tries again.
      LOG.log(INFO, "the weaver of run {0} is left for now: {1}", run.id(), e.getMessage());
    }
    return false;
  }

  private void interrupted() {
    var current = tools.service().find(run.id());
    if (current.isPresent() && current.get().wanted().equals("stop")) {
      tools.database().change(handle -> tools.service().stopped(handle, current.get(), "a person"));
      discard();
    } else {
      var now = tools.clock().instant();
      tools
          .database()
          .change(handle -> {
            var _ =
                tools
                    .runs()
                    .release(handle, run, RunState.ACTIVE, now, run.attempt(), null, null, now);
          });
    }
  }

  private void failed(String detail) {
    try {
      tools
          .service()
          .find(run.id())
          .filter(current -> current.fence() == run.fence())
          .ifPresent(current -> retry(current, detail, FIRST_PAUSE, true));
    } catch (RuntimeException e) {
      LOG.log(ERROR, "run " + run.id() + " stays until its lease runs out", e);
    }
  }
}
