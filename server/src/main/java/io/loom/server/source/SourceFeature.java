package io.loom.server.source;

import io.loom.server.git.BranchLeases;
import io.loom.server.git.GitConfig;
import io.loom.server.git.Mirrors;
import io.loom.server.git.Remotes;
import io.loom.server.project.ProjectService;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// The source feature, put together.
public record SourceFeature(
    FileResource files, HistoryResource history, WorktreeResource worktrees) {
  /// @param owner names this server among all that use the database
  /// @param patience how long a request waits for a branch that somebody else changes
  public static SourceFeature create(
      ProjectService projects,
      Mirrors mirrors,
      Remotes remotes,
      BranchLeases leases,
      GitConfig config,
      InstantSource clock,
      String owner,
      Duration patience) {
    var sources = new Sources(projects, mirrors);
    var branches = new BranchWriter(leases, owner, patience);
    var patches = new PatchService(projects, sources, mirrors, remotes, branches, config, clock);
    var worktrees = new WorktreeService(projects, mirrors, remotes, branches, clock);
    return new SourceFeature(
        new FileResource(sources, patches),
        new HistoryResource(sources),
        new WorktreeResource(worktrees, projects, mirrors, config));
  }

  /// Begins to delete what is left of projects that are no more.
  public static RepositoryCleaning startCleaning(ProjectService projects, Mirrors mirrors) {
    return RepositoryCleaning.start(projects, mirrors);
  }

  public List<Object> resources() {
    return List.of(files, history, worktrees);
  }
}
