package io.loom.server.source;

import io.loom.ground.http.Caller;
import io.loom.server.git.CommitRequest;
import io.loom.server.git.GitConfig;
import io.loom.server.git.GitException;
import io.loom.server.git.Mirrors;
import io.loom.server.git.PatchOutcome;
import io.loom.server.git.PushOutcome;
import io.loom.server.git.Remotes;
import io.loom.server.project.Project;
import io.loom.server.project.ProjectService;
import io.loom.server.reach.Actor;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// Puts patches of people on branches: applied to the newest commit in an index of their own,
/// committed as theirs, and pushed forward. Safe for many threads. When the server dies in between,
/// either the branch has the commit or nothing happened.
final class PatchService {
  private static final int ATTEMPTS = 3;

  private final ProjectService projects;
  private final Sources sources;
  private final Mirrors mirrors;
  private final Remotes remotes;
  private final BranchWriter branches;
  private final GitConfig config;
  private final InstantSource clock;

  PatchService(
      ProjectService projects,
      Sources sources,
      Mirrors mirrors,
      Remotes remotes,
      BranchWriter branches,
      GitConfig config,
      InstantSource clock) {
    this.projects = projects;
    this.sources = sources;
    this.mirrors = mirrors;
    this.remotes = remotes;
    this.branches = branches;
    this.config = config;
    this.clock = clock;
  }

  /// @param branch the project's own when empty; one that is not there begins at the project's own
  PatchResult apply(Caller caller, String projectId, String branch, String patch, String message)
      throws GitException {
    var actor = Actor.of(caller);
    var opening = sources.open(actor, projectId, "");
    if (!(opening instanceof Opening.Opened(var source))) {
      return new PatchResult.NotOpened(opening);
    }
    var project = source.project();
    var target = branch.isEmpty() ? project.branch() : branch;
    if (project.protects(target)) {
      return new PatchResult.Protected(target);
    }
    var author = Signature.of(caller, config);
    Optional<PatchResult> result = Optional.empty();
    for (int i = 0; i < ATTEMPTS && (i == 0 || PatchResult.isLost(result)); i++) {
      result =
          branches.write(projectId, target, () -> apply(project, target, patch, message, author));
    }
    if (result.isPresent() && result.get() instanceof PatchResult.Pushed) {
      projects.setTouched(actor, projectId, "files");
    }
    return result.orElse(new PatchResult.Busy(target));
  }

  private PatchResult apply(
      Project project, String branch, String patch, String message, Signature author)
      throws GitException {
    var mirror = mirrors.of(project.id());
    mirror.fetch(remotes.of(project.id()));
    var there = mirror.head(branch);
    var base = there.isPresent() ? there : mirror.head(project.branch());
    if (base.isEmpty()) {
      return new PatchResult.NotOpened(
          new Opening.NotFetched(project.id(), "It has no branch %s.".formatted(project.branch())));
    }
    return switch (mirrors.patches(project.id()).apply(base.get(), patch)) {
      case PatchOutcome.DoesNotApply(var output) -> new PatchResult.DoesNotApply(branch, output);
      case PatchOutcome.Forbidden(var path, var reason) -> new PatchResult.Forbidden(path, reason);
      case PatchOutcome.Applied(var tree, var summary)
          when there.isPresent() && tree.equals(mirror.treeOf(base.get())) ->
          new PatchResult.Pushed(branch, base.get(), summary);
      case PatchOutcome.Applied(var tree, var summary) -> {
        var commit =
            mirror.commit(
                new CommitRequest(
                    tree,
                    List.of(base.get()),
                    message + "\n",
                    author.name(),
                    author.email(),
                    clock.instant()));
        yield push(project, branch, commit, summary);
      }
    };
  }

  private PatchResult push(Project project, String branch, String commit, String summary)
      throws GitException {
    return switch (mirrors.of(project.id()).push(remotes.of(project.id()), commit, branch)) {
      case PushOutcome.Pushed() -> new PatchResult.Pushed(branch, commit, summary);
      case PushOutcome.BranchMoved() -> new PatchResult.Moved(branch);
      case PushOutcome.Refused(var reason) -> new PatchResult.Refused(reason);
    };
  }
}
