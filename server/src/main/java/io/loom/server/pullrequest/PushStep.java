package io.loom.server.pullrequest;

import io.loom.server.forge.Forge;
import io.loom.server.forge.ForgeException;
import io.loom.server.forge.ForgePull;
import io.loom.server.git.CommitRequest;
import io.loom.server.git.GitException;
import io.loom.server.git.Mirror;
import io.loom.server.git.PushOutcome;
import io.loom.server.reach.Actor;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Brings a result to its branch and sees that the pull request is there. Safe to repeat at any
/// point: what was pushed is found in the branch, what was opened by its branch. Never by force: a
/// later result is a commit on top of what people have seen.
final class PushStep {
  private static final int MOST_MOVES = 3;

  private final PullRequestTools tools;

  PushStep(PullRequestTools tools) {
    this.tools = tools;
  }

  /// Where the branch has to be.
  private sealed interface Candidate {
    record Ready(String commit) implements Candidate {}

    /// It is there, as far as Loom's own commit goes.
    record Already(String commit) implements Candidate {}

    /// Somebody else has pushed what the agent has not seen.
    record Foreign(String head) implements Candidate {}
  }

  void take(PullRequest pull, Forge forge)
      throws GitException, ForgeException, InterruptedException {
    if (pull.number() != null) {
      var now = forge.read(pull.number());
      if (now.state() != ForgePull.State.OPEN) {
        new LookStep(tools).ended(pull, now, forge);
        return;
      }
    }
    var pushed = push(pull);
    if (pushed.isPresent()) {
      answer(pull, pushed.get(), forge);
      var open = open(pull, forge);
      tools.service().opened(pull, open.number(), open.url(), pushed.get());
    }
  }

  /// @return the commit that is on the branch now; nothing when the pull request is not Loom's to
  ///   push any more
  private Optional<String> push(PullRequest pull) throws GitException, ForgeException {
    var mirror = tools.mirrors().of(pull.projectId());
    var target = tools.targets().of(pull.projectId());
    for (int i = 0; i < MOST_MOVES; i++) {
      mirror.fetch(target.remote());
      switch (candidate(pull, mirror)) {
        case Candidate.Already(var commit) -> {
          return Optional.of(commit);
        }
        case Candidate.Foreign(var head) -> {
          giveBack(pull, head);
          return Optional.empty();
        }
        case Candidate.Ready(var commit) -> {
          if (!tools.service().storeCandidate(pull, commit)) {
            return Optional.empty();
          }
          switch (mirror.push(target.remote(), commit, pull.branch())) {
            case PushOutcome.Pushed() -> {
              return Optional.of(commit);
            }
            case PushOutcome.BranchMoved() -> {
              // Somebody else was faster; the next round sees the branch as it is now.
            }
            case PushOutcome.Refused(var reason) ->
                throw new GitException(
                    "The push to %s was refused: %s".formatted(pull.branch(), reason));
          }
        }
      }
    }
    throw new GitException("The branch %s moves all the time.".formatted(pull.branch()));
  }

  private Candidate candidate(PullRequest pull, Mirror mirror) throws GitException {
    var tested = pull.testedCommit();
    var remote = mirror.head(pull.branch());
    boolean isBehind =
        remote.isPresent()
            && !remote.get().equals(tested)
            && mirror.isAncestor(remote.get(), tested);
    if (remote.isEmpty() || isBehind) {
      return new Candidate.Ready(tested);
    }
    var there = remote.get();
    for (var ours : new String[] {tested, pull.candidate()}) {
      if (ours != null && mirror.isAncestor(ours, there)) {
        return new Candidate.Already(ours);
      }
    }
    return there.equals(pull.head())
        ? new Candidate.Ready(onTop(pull, mirror, there))
        : new Candidate.Foreign(there);
  }

  /// The result as a merge with what is there: its tree, nothing of the other's.
  private String onTop(PullRequest pull, Mirror mirror, String there) throws GitException {
    var tested = pull.testedCommit();
    return mirror.commit(
        new CommitRequest(
            mirror.treeOf(tested),
            List.of(there, tested),
            mirror.message(tested) + "\n",
            tools.gitConfig().authorName(),
            tools.gitConfig().authorEmail(),
            pull.updatedAt()));
  }

  private void giveBack(PullRequest pull, String head) {
    var text = "Somebody else has pushed to %s.".formatted(pull.branch());
    var feedback = new Feedback(text, Set.of(), null);
    if (!tools.service().giveBack(pull, head, feedback, tools.waiting())) {
      tools.service().failed(pull, text);
    }
  }

  /// Whoever asked for something is told when nothing came of it.
  private void answer(PullRequest pull, String commit, Forge forge)
      throws ForgeException, InterruptedException {
    boolean unchanged = pull.number() != null && commit.equals(pull.head());
    if (unchanged) {
      var mark = PullRequestText.mark(pull);
      if (forge.notes(pull.forgeNumber()).stream().noneMatch(note -> note.text().contains(mark))) {
        forge.comment(pull.forgeNumber(), PullRequestText.unchanged(pull));
      }
    }
  }

  private ForgePull open(PullRequest pull, Forge forge)
      throws ForgeException, InterruptedException {
    var there = forge.findOpen(pull.branch(), pull.base());
    if (there.isPresent()) {
      return there.get();
    }
    var bead =
        tools
            .beads()
            .find(Actor.SYSTEM, pull.beadId())
            .orElseThrow(() ->
                new ForgeException(
                    ForgeException.Reason.REFUSED,
                    "The bead %s is gone.".formatted(pull.beadId())));
    try {
      return forge.open(PullRequestText.request(pull, bead));
    } catch (ForgeException e) {
      // Lists may lag behind; the forge itself knows that there is one.
      if (e.reason() == ForgeException.Reason.REFUSED) {
        return forge.findOpen(pull.branch(), pull.base()).orElseThrow(() -> e);
      }
      throw e;
    }
  }
}
