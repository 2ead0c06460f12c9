package io.loom.server.pullrequest;

import static java.lang.System.Logger.Level.ERROR;

import io.loom.server.forge.ForgeException;
import io.loom.server.git.GitException;
import io.loom.server.reach.Actor;
import java.time.Duration;
import java.time.Instant;

/// Takes one pull request one step on. Runs on a virtual thread of its own.
final class PullRequestWorker {
  private static final System.Logger LOG = System.getLogger(PullRequestWorker.class.getName());
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(5);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);

  private final PullRequestTools tools;
  private final Duration interval;

  /// @param interval between two looks at an open one
  PullRequestWorker(PullRequestTools tools, Duration interval) {
    this.tools = tools;
    this.interval = interval;
  }

  /// @param pull as it was taken, with the fence of this worker
  /// @return when it is to be looked at again
  Instant work(PullRequest pull) throws InterruptedException {
    var now = tools.clock().instant();
    try {
      var project = tools.projects().find(Actor.SYSTEM, pull.projectId());
      if (project.isEmpty()) {
        tools.service().forget(pull);
        return now;
      }
      var forge = tools.forges().of(project.get());
      switch (pull.state()) {
        case QUEUED -> new PushStep(tools).take(pull, forge);
        case OPEN, RETURNED -> new LookStep(tools).take(pull, forge);
        case MERGED, CLOSED, WITHDRAWN -> {
          // It has ended; nobody takes such a one.
        }
      }
      return next(pull, now);
    } catch (ForgeException e) {
      tools.service().failed(pull, String.valueOf(e.getMessage()));
      var told = e.retryAt();
      return told == null ? now.plus(pause(pull)) : told;
    } catch (GitException e) {
      tools.service().failed(pull, String.valueOf(e.getMessage()));
      return now.plus(pause(pull));
    } catch (RuntimeException e) {
      LOG.log(ERROR, "pull request " + pull.id() + " met a bug", e);
      tools.service().failed(pull, "Internal error; the server's log says more.");
      return now.plus(pause(pull));
    }
  }

  /// Soon, while something is still to be told to a busy agent.
  private Instant next(PullRequest pull, Instant now) {
    boolean isLate =
        tools
            .service()
            .find(Actor.SYSTEM, pull.id())
            .filter(after -> after.failures() > 0)
            .isPresent();
    return now.plus(isLate ? SHORTEST_PAUSE : interval);
  }

  private static Duration pause(PullRequest pull) {
    var pause = SHORTEST_PAUSE.multipliedBy(1L << Math.min(pull.failures(), 10));
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE;
  }
}
