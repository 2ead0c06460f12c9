package io.loom.server.pullrequest;

import io.loom.server.forge.Forge;
import io.loom.server.forge.ForgeChecks;
import io.loom.server.forge.ForgeException;
import io.loom.server.forge.ForgePull;
import io.loom.server.forge.ForgePull.Mergeable;
import io.loom.server.git.GitException;
import io.loom.server.git.MergeOutcome;
import java.util.Optional;
import java.util.Set;

/// Looks at a pull request that people have: whether it was merged or closed, and what they want
/// changed. Safe to repeat: it only believes what the forge shows now.
final class LookStep {
  private final PullRequestTools tools;

  LookStep(PullRequestTools tools) {
    this.tools = tools;
  }

  void take(PullRequest pull, Forge forge)
      throws GitException, ForgeException, InterruptedException {
    var now = forge.read(pull.forgeNumber());
    if (now.state() != ForgePull.State.OPEN) {
      ended(pull, now, forge);
    } else if (pull.state() == PullRequestState.OPEN) {
      watch(pull, now, forge);
    }
  }

  /// @param now merged or closed
  void ended(PullRequest pull, ForgePull now, Forge forge)
      throws GitException, ForgeException, InterruptedException {
    if (now.state() == ForgePull.State.MERGED) {
      tools.service().merged(pull, mergedCommit(pull, now), tools.waiting());
    } else {
      var checks = new ForgeChecks(ForgeChecks.Result.NONE, java.util.List.of());
      var longAfter = tools.clock().instant().plus(Feedback.QUIET);
      var said = Feedback.of(pull, forge.notes(now.number()), checks, longAfter);
      tools.service().closed(pull, said.map(Feedback::text).orElse(""), tools.waiting());
    }
  }

  /// The commit as the branch has it: in full, and there.
  private String mergedCommit(PullRequest pull, ForgePull now) throws GitException {
    var mirror = tools.mirrors().of(pull.projectId());
    mirror.fetch(tools.targets().of(pull.projectId()).remote());
    var said = now.mergedCommit();
    var found = said == null ? Optional.<String>empty() : mirror.resolve(said);
    if (found.isPresent()) {
      return found.get();
    }
    return mirror
        .head(pull.base())
        .orElseThrow(() -> new GitException("The branch %s is gone.".formatted(pull.base())));
  }

  private void watch(PullRequest pull, ForgePull now, Forge forge)
      throws GitException, ForgeException, InterruptedException {
    var checks = forge.checks(now.head());
    if (pull.runId() == null) {
      var detail = "The run that made it has ended; the bead is closed when it is merged.";
      tools.service().seen(pull, new Sight(checks.result(), now.mergeable(), detail));
      return;
    }
    if (now.mergeable() != Mergeable.YES && conflicts(pull)) {
      return;
    }
    var notes = forge.notes(now.number());
    var feedback = Feedback.of(pull, notes, checks, tools.clock().instant());
    if (feedback.isPresent()) {
      giveBack(pull, branchHead(pull), feedback.get());
    } else {
      tools.service().seen(pull, new Sight(checks.result(), now.mergeable(), null));
    }
  }

  /// Forges say that there is a conflict, some not even that; where it is, git says.
  private boolean conflicts(PullRequest pull) throws GitException {
    var head = branchHead(pull);
    var mirror = tools.mirrors().of(pull.projectId());
    var base = mirror.head(pull.base());
    if (base.isPresent()
        && mirror.merge(base.get(), head) instanceof MergeOutcome.Conflict(var paths)) {
      var text =
          "Pull request #%d conflicts with what was merged meanwhile, in %s."
              .formatted(pull.number(), String.join(", ", paths));
      giveBack(pull, base.get(), new Feedback(text, Set.of(), null));
      return true;
    }
    return false;
  }

  private String branchHead(PullRequest pull) throws GitException {
    var mirror = tools.mirrors().of(pull.projectId());
    mirror.fetch(tools.targets().of(pull.projectId()).remote());
    return mirror
        .head(pull.branch())
        .orElseThrow(() -> new GitException("The branch %s is gone.".formatted(pull.branch())));
  }

  private void giveBack(PullRequest pull, String head, Feedback feedback) {
    // A busy agent is told at a later look; until then the row says what it waits for.
    var _ = tools.service().giveBack(pull, head, feedback, tools.waiting());
  }
}
