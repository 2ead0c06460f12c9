package io.loom.server.pullrequest;

import io.loom.api.EventType;
import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.server.bead.BeadService;
import io.loom.server.bead.BeadService.Guard;
import io.loom.server.event.EventLog;
import io.loom.server.merge.Merge;
import io.loom.server.merge.MergeRoute;
import io.loom.server.project.GitStrategy;
import io.loom.server.project.ProjectService;
import io.loom.server.reach.Actor;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The pull requests that are under way, and what became of the others. Safe for many threads: it
/// keeps no state of its own.
///
/// Whatever changes one under a lease says so by its fence; after a crash whoever takes it next
/// finds out from the branch and the forge what was done already.
public final class PullRequestService implements MergeRoute {
  private final Database database;
  private final PullRequestRepository pulls;
  private final ProjectService projects;
  private final BeadService beads;
  private final EventLog events;
  private final InstantSource clock;
  private final Ids ids;

  PullRequestService(
      Database database,
      PullRequestRepository pulls,
      ProjectService projects,
      BeadService beads,
      EventLog events,
      InstantSource clock) {
    this.database = database;
    this.pulls = pulls;
    this.projects = projects;
    this.beads = beads;
    this.events = events;
    this.clock = clock;
    this.ids = new Ids(clock);
  }

  @Override
  public boolean take(Handle transaction, String actor, Merge merge) {
    var project = projects.find(transaction, merge.projectId());
    if (project.isEmpty() || project.get().gitStrategy() != GitStrategy.BRANCH_PR) {
      return false;
    }
    var before = pulls.findUnderWay(transaction, merge.beadId());
    if (before.isPresent()
        && merge.runId().equals(before.get().runId())
        && before.get().step() == merge.step()) {
      return true;
    }
    if (before.isPresent()) {
      pulls.requeue(transaction, before.get().id(), merge);
    } else {
      var earlier = pulls.findNewest(transaction, merge.beadId());
      pulls.insert(transaction, ids.next(), merge, earlier.map(PullRequest::head).orElse(null));
    }
    var pull = pulls.findUnderWay(transaction, merge.beadId()).orElseThrow();
    beads.showWaiting(transaction, pull.beadId(), PullRequestText.waiting(pull));
    tell(transaction, actor, EventType.PULL_REQUEST_QUEUED, pull, merge.testedCommit(), null);
    return true;
  }

  @Override
  public void withdraw(Handle transaction, String runId) {
    pulls.withdraw(transaction, runId, clock.instant());
  }

  /// The newest first; nothing of a project beyond the actor's reach.
  ///
  /// @return nothing when there is no such project
  Optional<List<PullRequest>> list(Actor actor, String projectId, boolean underWay, int limit) {
    return projects
        .find(actor, projectId)
        .map(_ -> database.read(handle -> pulls.list(handle, projectId, underWay, limit)));
  }

  Optional<PullRequest> find(Actor actor, String id) {
    return database
        .read(handle -> pulls.find(handle, id))
        .filter(it -> actor.reaches(it.projectId()));
  }

  /// Whether Loom made a branch of a project for a pull request.
  public boolean isOwn(Handle queries, String projectId, String branch) {
    return pulls.isOwn(queries, projectId, branch);
  }

  /// Has the pull request with a number on a project's forge looked at soon. What told so is not
  /// believed: the forge is asked.
  public void lookNow(Handle transaction, String projectId, long number) {
    pulls.lookNow(transaction, projectId, number);
  }

  void lookNow(PullRequest pull) {
    database.change(handle -> {
      var _ = pulls.lookNow(handle, pull.id());
    });
  }

  private void tell(
      Handle transaction,
      String actor,
      EventType type,
      PullRequest pull,
      @org.jspecify.annotations.Nullable String commit,
      @org.jspecify.annotations.Nullable String text) {
    events.append(transaction, actor, PullRequestEvent.of(type, pull, commit, text));
  }

  boolean storeCandidate(PullRequest pull, String candidate) {
    return database.write(handle -> pulls.setCandidate(handle, pull, candidate));
  }

  /// Its commit is on the branch, and people can look at it.
  void opened(PullRequest pull, long number, String url, String head) {
    database.change(handle -> {
      if (!pulls.setOpen(handle, pull, number, url, head, clock.instant())) {
        return;
      }
      var now = pulls.find(handle, pull.id()).orElseThrow();
      if (now.runId() != null) {
        beads.showWaiting(handle, now.beadId(), PullRequestText.waiting(now));
      }
      var type =
          pull.number() == null ? EventType.PULL_REQUEST_OPENED : EventType.PULL_REQUEST_PUSHED;
      tell(handle, "system", type, now, head, null);
    });
  }

  void seen(PullRequest pull, Sight sight) {
    database.change(handle -> {
      var _ = pulls.setSeen(handle, pull, sight.checks(), sight.mergeable(), sight.detail());
    });
  }

  /// Something kept it from going on; its bead says so.
  void failed(PullRequest pull, String detail) {
    database.change(handle -> {
      boolean held = pulls.setFailure(handle, pull, detail);
      if (held && pull.runId() != null && !detail.equals(pull.detail())) {
        beads.showWaiting(handle, pull.beadId(), PullRequestText.stuck(pull, detail));
      }
    });
  }

  /// Gives it back to its agent.
  ///
  /// @param head the commit that the agent goes on from
  /// @return false when the agent cannot be told now
  boolean giveBack(PullRequest pull, String head, Feedback feedback, Waiting waiting) {
    var runId = pull.runId();
    return runId != null
        && database.write(handle -> {
          // The first statement takes the row, so that nobody else tells the agent the same.
          if (!pulls.setFailure(handle, pull, "Its agent is busy with another bead.")
              || !waiting.runs().returned(handle, pull.toMerge(runId), head, feedback.text())) {
            return false;
          }
          var _ = pulls.setReturned(handle, pull, feedback, clock.instant());
          beads.showWorking(handle, pull.beadId());
          tell(
              handle,
              "system",
              EventType.PULL_REQUEST_RETURNED,
              pull,
              pull.head(),
              feedback.text());
          return true;
        });
  }

  void merged(PullRequest pull, String commit, Waiting waiting) {
    database.change(handle -> {
      var text = "Merged by pull request #%d.".formatted(pull.forgeNumber());
      if (!pulls.end(handle, pull, PullRequestState.MERGED, commit, text, clock.instant())) {
        return;
      }
      tell(handle, "system", EventType.PULL_REQUEST_MERGED, pull, commit, null);
      var runId = pull.runId();
      if (runId == null) {
        var _ = beads.close(handle, Actor.SYSTEM, pull.beadId(), text, Guard.FORCED);
      } else {
        beads.showWorking(handle, pull.beadId());
        waiting.runs().merged(handle, pull.toMerge(runId), commit);
      }
    });
  }

  /// @param said what people said there that no agent was told
  void closed(PullRequest pull, String said, Waiting waiting) {
    database.change(handle -> {
      var text = PullRequestText.closed(pull);
      if (!pulls.end(handle, pull, PullRequestState.CLOSED, null, text, clock.instant())) {
        return;
      }
      tell(handle, "system", EventType.PULL_REQUEST_CLOSED, pull, pull.head(), text);
      var runId = pull.runId();
      if (!said.isBlank()) {
        var _ = beads.comment(handle, Actor.SYSTEM, pull.beadId(), said);
      }
      if (runId != null) {
        beads.showWorking(handle, pull.beadId());
        waiting.runs().declined(handle, pull.toMerge(runId), text);
      }
    });
  }

  /// Its project is gone, and nobody waits for it.
  void forget(PullRequest pull) {
    database.change(handle -> {
      var state = PullRequestState.WITHDRAWN;
      var text = "Its project is gone.";
      var _ = pulls.end(handle, pull, state, null, text, clock.instant());
    });
  }
}
