package io.loom.server.merge;

import static java.lang.System.Logger.Level.INFO;

import io.loom.server.gate.Gate;
import io.loom.server.gate.GateRequest;
import io.loom.server.gate.GateResult;
import io.loom.server.git.BranchLeases.Lease;
import io.loom.server.git.CommitRequest;
import io.loom.server.git.GitConfig;
import io.loom.server.git.GitException;
import io.loom.server.git.MergeOutcome;
import io.loom.server.git.Mirror;
import io.loom.server.git.Mirrors;
import io.loom.server.git.PushOutcome;
import java.util.List;

/// Merges one result into its branch. Safe to repeat at any point: what was pushed before a crash
/// is found in the branch, everything else is done again.
final class MergeWorker {
  private static final System.Logger LOG = System.getLogger(MergeWorker.class.getName());

  /// How often a branch may move under a merge before it waits for a quieter time.
  private static final int MOST_MOVES = 5;

  private final MergeService merges;
  private final MergeTargets targets;
  private final Mirrors mirrors;
  private final Gate gate;
  private final GitConfig gitConfig;
  private final MergeListener listener;

  MergeWorker(
      MergeService merges,
      MergeTargets targets,
      Mirrors mirrors,
      Gate gate,
      GitConfig gitConfig,
      MergeListener listener) {
    this.merges = merges;
    this.targets = targets;
    this.mirrors = mirrors;
    this.gate = gate;
    this.gitConfig = gitConfig;
    this.listener = listener;
  }

  /// What merging a result onto the branch's tip came to.
  private sealed interface Candidate {
    record Ready(String commit) implements Candidate {}

    record Already(String commit) implements Candidate {}

    record Rejected(String text) implements Candidate {}

    record NotNow(String text) implements Candidate {}
  }

  /// @return whether the entry is settled; otherwise it stays, with a reason, for a later pass
  boolean work(Merge merge, Lease lease) throws InterruptedException {
    try {
      var target = targets.of(merge.projectId());
      var mirror = mirrors.of(merge.projectId());
      for (int i = 0; i < MOST_MOVES; i++) {
        mirror.fetch(target.remote());
        var tip =
            mirror
                .head(merge.branch())
                .orElseThrow(
                    () -> new GitException("The branch %s is gone.".formatted(merge.branch())));
        var candidate = candidate(merge, mirror, tip, target);
        switch (candidate) {
          case Candidate.Already(var commit) -> {
            return merges.complete(merge, lease, commit, listener);
          }
          case Candidate.Rejected(var text) -> {
            return merges.reject(merge, lease, tip, text, listener);
          }
          case Candidate.NotNow(var text) -> {
            merges.storeDetail(merge, text);
            return false;
          }
          case Candidate.Ready(var commit) -> {
            if (!merges.storeCandidate(merge, lease, commit)) {
              return false;
            }
            switch (mirror.push(target.remote(), commit, merge.branch())) {
              case PushOutcome.Pushed() -> {
                return merges.complete(merge, lease, commit, listener);
              }
              case PushOutcome.BranchMoved() -> {
                // Somebody else was faster; the next round sees the branch as it is now.
              }
              case PushOutcome.Refused(var reason) -> {
                merges.storeDetail(merge, "The push was refused: " + reason);
                return false;
              }
            }
          }
        }
      }
      merges.storeDetail(merge, "The branch moved %d times in a row.".formatted(MOST_MOVES));
      return false;
    } catch (GitException e) {
      merges.storeDetail(merge, String.valueOf(e.getMessage()));
      return false;
    }
  }

  /// Brings the project's base worktree to what was merged last. Nothing waits for it, and the next
  /// look at the project would do the same.
  void refreshWorktree(MergeRepository.Queue queue) {
    try {
      var tip = mirrors.of(queue.projectId()).head(queue.branch());
      if (tip.isPresent()) {
        mirrors.refreshWorktree(queue.projectId(), tip.get());
      }
    } catch (GitException e) {
      LOG.log(INFO, "the worktree of {0} is left as it is: {1}", queue.projectId(), e.getMessage());
    }
  }

  private Candidate candidate(Merge merge, Mirror mirror, String tip, MergeTarget target)
      throws GitException, InterruptedException {
    var before = merge.candidate();
    if (before != null && mirror.isAncestor(before, tip)) {
      return new Candidate.Already(before);
    }
    if (tip.equals(merge.testedBase())) {
      return new Candidate.Ready(merge.testedCommit());
    }
    return switch (mirror.merge(tip, merge.testedCommit())) {
      case MergeOutcome.Conflict(var paths) ->
          new Candidate.Rejected(
              "It conflicts with what was merged meanwhile, in " + String.join(", ", paths) + ".");
      case MergeOutcome.Clean(var tree) ->
          tree.equals(mirror.treeOf(tip))
              ? new Candidate.Already(tip)
              : rebased(merge, mirror, tip, tree, target);
    };
  }

  private Candidate rebased(Merge merge, Mirror mirror, String tip, String tree, MergeTarget target)
      throws GitException, InterruptedException {
    var commit =
        mirror.commit(
            new CommitRequest(
                tree,
                List.of(tip),
                mirror.message(merge.testedCommit()) + "\n",
                gitConfig.authorName(),
                gitConfig.authorEmail(),
                merge.createdAt()));
    if (onlyBeads(mirror.changedPaths(merge.testedBase(), tip), target.beadsPath())) {
      return new Candidate.Ready(commit);
    }
    var names = java.util.Set.copyOf(mirror.names(commit, ""));
    var request =
        new GateRequest(
            "merge-" + merge.runId(),
            merge.projectId(),
            commit,
            target.commands(names),
            target.egress());
    return switch (gate.prove(request)) {
      case GateResult.Green _ -> new Candidate.Ready(commit);
      case GateResult.Red(var text) ->
          new Candidate.Rejected(
              "Together with what was merged meanwhile the gate is red.\n" + text);
      case GateResult.Broken(var text) -> new Candidate.NotNow(text);
    };
  }

  private static boolean onlyBeads(List<String> paths, String beadsPath) {
    return paths.stream().allMatch(path -> path.startsWith(beadsPath + "/"));
  }
}
