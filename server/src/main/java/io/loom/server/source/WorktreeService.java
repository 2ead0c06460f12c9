package io.loom.server.source;

import io.loom.server.git.BaseWorktree;
import io.loom.server.git.CommitRequest;
import io.loom.server.git.GitException;
import io.loom.server.git.Mirrors;
import io.loom.server.git.PushOutcome;
import io.loom.server.git.Remotes;
import io.loom.server.project.Project;
import io.loom.server.project.ProjectService;
import io.loom.server.reach.Actor;
import io.loom.server.source.WorktreeResult.Done;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Syncs, commits and pushes the base worktrees of projects, which the server and people of its
/// machine write. Safe for many threads, and each of the three may be repeated.
final class WorktreeService {
  private static final int MOST_FILES = 1_000;

  private final ProjectService projects;
  private final Mirrors mirrors;
  private final Remotes remotes;
  private final BranchWriter branches;
  private final InstantSource clock;

  WorktreeService(
      ProjectService projects,
      Mirrors mirrors,
      Remotes remotes,
      BranchWriter branches,
      InstantSource clock) {
    this.projects = projects;
    this.mirrors = mirrors;
    this.remotes = remotes;
    this.branches = branches;
    this.clock = clock;
  }

  /// Fetches, and takes up what is new; what was changed in the worktree stays changed.
  WorktreeResult sync(Actor actor, String id, Signature signature) throws GitException {
    var found = projects.find(actor, id);
    if (found.isEmpty()) {
      return new WorktreeResult.NoSuchProject();
    }
    var project = found.get();
    var mirror = mirrors.of(id);
    mirror.fetch(remotes.of(project.id()));
    projects.setSynced(id);
    var head = mirror.head(project.branch());
    if (head.isEmpty()) {
      return noBranch(project);
    }
    projects.setHead(id, head.get());
    var message = "Keep what was changed in the worktree\n";
    return switch (mirrors.baseWorktree(id).sync(head.get(), commit(message, signature))) {
      case BaseWorktree.Update.Conflict(var paths) -> new WorktreeResult.Conflict(paths);
      case BaseWorktree.Update.Done(var commit, var changed) -> {
        if (changed) {
          projects.setTouched(actor, id, "sync");
        }
        yield new Done(
            project.branch(),
            changed,
            changed ? "The worktree is up to date now." : "The worktree was up to date.",
            commit,
            List.of());
      }
    };
  }

  /// Commits all changes of the worktree.
  WorktreeResult commit(Actor actor, String id, String message, Signature signature)
      throws GitException {
    var found = projects.find(actor, id);
    if (found.isEmpty()) {
      return new WorktreeResult.NoSuchProject();
    }
    var branch = found.get().branch();
    if (!mirrors.has(id)) {
      return new WorktreeResult.NotFetched("It was not fetched yet.");
    }
    return switch (mirrors.baseWorktree(id).save(commit(message + "\n", signature))) {
      case BaseWorktree.Saving.NotThere() ->
          new WorktreeResult.NotFetched("It was not checked out yet.");
      case BaseWorktree.Saving.Nothing(var commit) ->
          new Done(branch, false, "There is nothing to commit.", commit, List.of());
      case BaseWorktree.Saving.Forbidden(var path, var reason) ->
          new WorktreeResult.Forbidden(path, reason);
      case BaseWorktree.Saving.Saved(var before, var commit) -> {
        projects.setTouched(actor, id, "commit");
        var files =
            mirrors.history(id).changes(before, commit, MOST_FILES).stream()
                .map(change -> change.path())
                .toList();
        yield new Done(branch, true, "Committed; push it to share it.", commit, files);
      }
    };
  }

  /// Pushes the commits of the worktree to the project's branch, forward only.
  WorktreeResult push(Actor actor, String id) throws GitException {
    var found = projects.find(actor, id);
    if (found.isEmpty()) {
      return new WorktreeResult.NoSuchProject();
    }
    var project = found.get();
    var branch = project.branch();
    if (project.protects(branch)) {
      return new WorktreeResult.Protected(branch);
    }
    if (!mirrors.has(id)) {
      return new WorktreeResult.NotFetched("It was not fetched yet.");
    }
    var result = branches.write(id, branch, () -> push(project));
    if (result.isPresent() && result.get() instanceof Done done && done.changed()) {
      projects.setTouched(actor, id, "push");
    }
    return result.orElse(new WorktreeResult.Busy(branch));
  }

  private WorktreeResult push(Project project) throws GitException {
    var mirror = mirrors.of(project.id());
    mirror.fetch(remotes.of(project.id()));
    var worktree = mirrors.baseWorktree(project.id());
    var state = worktree.state();
    if (state.isEmpty()) {
      return new WorktreeResult.NotFetched("It was not checked out yet.");
    }
    var branch = project.branch();
    var ours = state.get().commit();
    var theirs = mirror.head(branch);
    if (theirs.isEmpty()) {
      return noBranch(project);
    }
    if (mirror.isAncestor(ours, theirs.get())) {
      return new Done(branch, false, "There is nothing to push.", theirs.get(), List.of());
    }
    if (!mirror.isAncestor(theirs.get(), ours)) {
      return new WorktreeResult.Moved(branch);
    }
    var forbidden = worktree.firstForbidden(theirs.get(), ours);
    if (forbidden.isPresent()) {
      return new WorktreeResult.Forbidden(forbidden.get().path(), forbidden.get().reason());
    }
    return switch (mirror.push(remotes.of(project.id()), ours, branch)) {
      case PushOutcome.Pushed() -> new Done(branch, true, "Pushed.", ours, List.of());
      case PushOutcome.BranchMoved() -> new WorktreeResult.Moved(branch);
      case PushOutcome.Refused(var reason) -> new WorktreeResult.Refused(reason);
    };
  }

  /// Where a worktree stands; empty when it is not there yet.
  Optional<BaseWorktree.State> state(Project project) throws GitException {
    return mirrors.has(project.id())
        ? mirrors.baseWorktree(project.id()).state()
        : Optional.empty();
  }

  boolean isPushed(Project project, String commit) throws GitException {
    var mirror = mirrors.of(project.id());
    var head = mirror.head(project.branch());
    return head.isPresent() && mirror.isAncestor(commit, head.get());
  }

  private static WorktreeResult noBranch(Project project) {
    return new WorktreeResult.NotFetched("It has no branch %s.".formatted(project.branch()));
  }

  private CommitRequest commit(String message, Signature signature) {
    return new CommitRequest(
        "", List.of(), message, signature.name(), signature.email(), clock.instant());
  }
}
