package io.loom.server.pullrequest;

import io.loom.server.forge.Forge;
import io.loom.server.forge.ForgeException;
import io.loom.server.forge.Forges;
import io.loom.server.forge.MergeMethod;
import io.loom.server.forge.ReviewNote;
import io.loom.server.project.ProjectService;
import io.loom.server.reach.Actor;
import java.util.List;
import java.util.Optional;

/// What people do with pull requests from here. The forge does it; what came of it is found by the
/// look that follows, as if somebody had done it there. Safe for many threads.
final class PullRequestControl {
  /// What came of something that a person wanted of a forge.
  sealed interface Result {
    record Done(PullRequest pull) implements Result {}

    record NoSuchPullRequest() implements Result {}

    /// It was never opened, or has ended.
    record NotOpen() implements Result {}

    record Failed(ForgeException why) implements Result {}
  }

  /// One conversation with a forge.
  private interface Action {
    void take(Forge forge, PullRequest pull) throws ForgeException, InterruptedException;
  }

  private final PullRequestService pulls;
  private final ProjectService projects;
  private final Forges forges;

  PullRequestControl(PullRequestService pulls, ProjectService projects, Forges forges) {
    this.pulls = pulls;
    this.projects = projects;
    this.forges = forges;
  }

  Optional<List<PullRequest>> list(Actor actor, String projectId, boolean underWay, int limit) {
    return pulls.list(actor, projectId, underWay, limit);
  }

  Optional<PullRequest> find(Actor actor, String id) {
    return pulls.find(actor, id);
  }

  /// Merges what Loom pushed last; if somebody has pushed since, the forge refuses.
  Result merge(Actor actor, String id, MergeMethod method) {
    return take(
        actor,
        id,
        (forge, pull) -> {
          var head = pull.head();
          if (head == null) {
            throw new ForgeException(ForgeException.Reason.REFUSED, "Nothing is pushed yet.");
          }
          forge.merge(pull.forgeNumber(), head, method);
        });
  }

  Result close(Actor actor, String id) {
    return take(actor, id, (forge, pull) -> forge.close(pull.forgeNumber()));
  }

  Result refresh(Actor actor, String id) {
    return take(
        actor,
        id,
        (_, _) -> {
          // Looking is what follows anyway.
        });
  }

  /// What people said on the forge.
  sealed interface Notes {
    record Read(List<ReviewNote> notes) implements Notes {}

    record None(Result why) implements Notes {}
  }

  Notes notes(Actor actor, String id) {
    var notes = new java.util.ArrayList<ReviewNote>();
    var result = take(actor, id, (forge, pull) -> notes.addAll(forge.notes(pull.forgeNumber())));
    return result instanceof Result.Done ? new Notes.Read(notes) : new Notes.None(result);
  }

  private Result take(Actor actor, String id, Action action) {
    var found = pulls.find(actor, id);
    if (found.isEmpty()) {
      return new Result.NoSuchPullRequest();
    }
    var pull = found.get();
    var project = projects.find(actor, pull.projectId());
    if (pull.number() == null || pull.endedAt() != null || project.isEmpty()) {
      return new Result.NotOpen();
    }
    try {
      action.take(forges.of(project.get()), pull);
    } catch (ForgeException e) {
      return new Result.Failed(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Result.Failed(
          new ForgeException(ForgeException.Reason.UNAVAILABLE, "The request was interrupted."));
    }
    pulls.lookNow(pull);
    return pulls
        .find(actor, id)
        .<Result>map(Result.Done::new)
        .orElseGet(Result.NoSuchPullRequest::new);
  }
}
