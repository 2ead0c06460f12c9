package io.loom.server.action;

import io.loom.weaver.WeaverException;
import java.util.List;
import java.util.regex.Pattern;

/// What an agent does with the commits of its own workspace. They are a help while it works: what
/// leaves the workspace are the files, in one commit that Loom makes.
final class GitCommits {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_@][A-Za-z0-9_./@^~+-]{0,199}");
  private static final Pattern BEAD = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}");

  private GitCommits() {}

  static ActionOutcome commit(Workspace workspace, String message)
      throws WeaverException, InterruptedException {
    var added = GitActions.git(workspace, "", "add", "--all");
    if (!added.succeeded()) {
      return Workspace.failed(added, "git add");
    }
    var same = GitActions.git(workspace, "", "diff", "--cached", "--quiet", "HEAD", "--");
    if (same.succeeded()) {
      return ActionOutcome.done("There is nothing to commit.");
    }
    var committed =
        GitActions.git(
            workspace,
            message,
            "commit",
            "--quiet",
            "--no-verify",
            "--no-gpg-sign",
            "--cleanup=whitespace",
            "--file=-");
    return committed.succeeded()
        ? GitActions.shown(
            GitActions.git(workspace, "", "log", "-n", "1", "--stat", "--format=%h %s"),
            "git commit")
        : Workspace.failed(committed, "git commit");
  }

  static ActionOutcome branches(Workspace workspace) throws WeaverException, InterruptedException {
    return GitActions.shown(
        GitActions.git(workspace, "", "branch", "--list", "--all", "--verbose", "--no-color"),
        "git branch");
  }

  static ActionOutcome diff(Workspace workspace, String from, String to)
      throws WeaverException, InterruptedException {
    for (var name : List.of(from, to)) {
      if (!NAME.matcher(name).matches()) {
        return notAName(name);
      }
    }
    return GitActions.shown(
        GitActions.git(
            workspace, "", "diff", "--no-ext-diff", "--no-textconv", from + "..." + to, "--"),
        "git diff");
  }

  /// All of it or nothing: a commit that cannot be reverted leaves the files as they were.
  static ActionOutcome revert(Workspace workspace, String commit)
      throws WeaverException, InterruptedException {
    if (!NAME.matcher(commit).matches()) {
      return notAName(commit);
    }
    var reverted =
        GitActions.git(
            workspace, "", "revert", "--no-edit", "--no-gpg-sign", "--end-of-options", commit);
    if (reverted.succeeded()) {
      return GitActions.shown(
          GitActions.git(workspace, "", "log", "-n", "1", "--stat", "--format=%h %s"),
          "git revert");
    }
    var _ = GitActions.git(workspace, "", "revert", "--abort");
    return Workspace.failed(reverted, "git revert, nothing was changed:");
  }

  static ActionOutcome ofBead(Workspace workspace, String beadId)
      throws WeaverException, InterruptedException {
    if (!BEAD.matcher(beadId).matches()) {
      return ActionOutcome.refused(
          "%s is not the id of a bead.".formatted(OutputText.line(beadId, 100)));
    }
    return GitActions.shown(
        GitActions.git(
            workspace,
            "",
            "log",
            "-n",
            "50",
            "--fixed-strings",
            "--grep=Bead: " + beadId,
            "--date=short",
            "--format=%h %ad %an: %s"),
        "git log");
  }

  private static ActionOutcome notAName(String name) {
    return ActionOutcome.refused(
        "%s is not the name of a branch or the id of a commit."
            .formatted(OutputText.line(name, 100)));
  }
}
