package io.loom.server.source;

import io.loom.api.FileChangeView;
import io.loom.api.GitBranchView;
import io.loom.api.GitCommitView;
import io.loom.server.git.History;
import io.loom.server.project.Project;
import java.util.List;

/// Commits, branches and changes as the API shows them.
final class SourceViews {
  private SourceViews() {}

  static GitCommitView view(History.Commit commit) {
    return new GitCommitView(
        commit.id(),
        commit.parents(),
        commit.author(),
        commit.email(),
        commit.authoredAt(),
        commit.committer(),
        commit.committedAt(),
        commit.subject(),
        commit.message());
  }

  static GitBranchView view(Project project, History.Branch branch) {
    return new GitBranchView(
        branch.name(),
        branch.commit(),
        branch.committedAt(),
        branch.subject(),
        branch.name().equals(project.branch()),
        project.protects(branch.name()));
  }

  static List<FileChangeView> changes(List<History.Change> changes) {
    return changes.stream()
        .map(change ->
            new FileChangeView(
                change.path(),
                change.status(),
                change.added() < 0 ? null : change.added(),
                change.removed() < 0 ? null : change.removed()))
        .toList();
  }
}
