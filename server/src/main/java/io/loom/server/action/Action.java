package io.loom.server.action;

import java.util.List;

/// One thing that an agent wants done. Paths are as the model wrote them: relative to the
/// workspace, and checked when they are used.
public sealed interface Action {
  /// Done by [ActionRunner] in the weaver.
  sealed interface InWorkspace extends Action {}

  /// Done by the server itself, in the transaction of the journal's row.
  sealed interface OfServer extends Action {}

  /// @param from first line, counted from 1
  /// @param to last line, 0 for the end of the file
  record ReadFile(String path, int from, int to) implements InWorkspace {
    public ReadFile {
      if (from < 1 || to < 0) {
        throw new IllegalArgumentException("lines %d to %d".formatted(from, to));
      }
    }
  }

  record ListFiles(String path, int depth) implements InWorkspace {
    public ListFiles {
      if (depth < 1) {
        throw new IllegalArgumentException("a depth of " + depth);
      }
    }
  }

  /// @param regex whether the query is an extended regular expression rather than plain text
  record SearchText(String query, String path, boolean regex) implements InWorkspace {}

  record WriteFile(String path, String content) implements InWorkspace {}

  /// @param oldText what is replaced; occurs once
  record EditFile(String path, String oldText, String newText) implements InWorkspace {}

  /// @param patch a unified diff
  record ApplyPatch(String patch) implements InWorkspace {}

  record MoveFile(String from, String to) implements InWorkspace {}

  record DeleteFile(String path) implements InWorkspace {}

  /// @param command for a shell in the weaver
  /// @param timeoutSeconds 0 for as long as the project's limits allow
  record RunCommand(String command, int timeoutSeconds) implements InWorkspace {
    public RunCommand {
      if (timeoutSeconds < 0) {
        throw new IllegalArgumentException("a timeout of %d s".formatted(timeoutSeconds));
      }
    }
  }

  record Build() implements InWorkspace {}

  /// @param pattern which tests, empty for all
  record Test(String pattern) implements InWorkspace {}

  record GitStatus() implements InWorkspace {}

  record GitDiff() implements InWorkspace {}

  record GitLog() implements InWorkspace {}

  /// Keeps all changes as a commit in the workspace; what is merged in the end is one commit of
  /// Loom's.
  record GitCommit(String message) implements InWorkspace {}

  record GitBranches() implements InWorkspace {}

  /// What `to` has and `from` has not; both are branches or commits of the workspace.
  record GitDiffBranches(String from, String to) implements InWorkspace {}

  record GitRevert(String commit) implements InWorkspace {}

  /// The commits that were made for a bead.
  record GitBeadCommits(String beadId) implements InWorkspace {}

  /// @param priority 0 (now) to 4 (some day)
  /// @param blocksThis whether the bead being worked on has to wait for the new one
  record CreateBead(String title, String description, String type, int priority, boolean blocksThis)
      implements OfServer {
    public CreateBead {
      if (title.isBlank() || priority < 0 || priority > 4) {
        throw new IllegalArgumentException("bead \"%s\" of priority %d".formatted(title, priority));
      }
    }
  }

  record Comment(String text) implements OfServer {}

  /// @param options answers to choose from; empty for an open question
  /// @param recommendation what the agent would do, may be empty
  record AskDecision(String question, List<String> options, String recommendation)
      implements OfServer {
    public AskDecision {
      options = List.copyOf(options);
    }
  }

  /// The agent says that its work is done.
  record Finish(String summary) implements OfServer {}

  /// The name by which models know it. Stored in journals: add, never rename.
  default String name() {
    return switch (this) {
      case ReadFile _ -> "read_file";
      case ListFiles _ -> "list_files";
      case SearchText _ -> "search_text";
      case WriteFile _ -> "write_file";
      case EditFile _ -> "edit_file";
      case ApplyPatch _ -> "apply_patch";
      case MoveFile _ -> "move_file";
      case DeleteFile _ -> "delete_file";
      case RunCommand _ -> "run_command";
      case Build _ -> "build";
      case Test _ -> "test";
      case GitStatus _ -> "git_status";
      case GitDiff _ -> "git_diff";
      case GitLog _ -> "git_log";
      case GitCommit _ -> "git_commit";
      case GitBranches _ -> "git_branches";
      case GitDiffBranches _ -> "git_diff_branches";
      case GitRevert _ -> "git_revert";
      case GitBeadCommits _ -> "git_bead_commits";
      case CreateBead _ -> "create_bead";
      case Comment _ -> "comment";
      case AskDecision _ -> "ask_decision";
      case Finish _ -> "finish";
    };
  }

  /// Whether the workspace may be different afterwards. Commands can do anything, so they count.
  default boolean isMutating() {
    return switch (this) {
      case WriteFile _, EditFile _, ApplyPatch _, MoveFile _, DeleteFile _ -> true;
      case RunCommand _, Build _, Test _, GitCommit _, GitRevert _ -> true;
      case ReadFile _, ListFiles _, SearchText _, GitStatus _, GitDiff _, GitLog _ -> false;
      case GitBranches _, GitDiffBranches _, GitBeadCommits _ -> false;
      case OfServer _ -> false;
    };
  }

  /// What it is about, in one short line for people: a path, a command, a title; may be empty.
  default String subject() {
    var subject =
        switch (this) {
          case ReadFile read -> read.path();
          case ListFiles list -> list.path();
          case SearchText search -> search.query();
          case WriteFile write -> write.path();
          case EditFile edit -> edit.path();
          case MoveFile move -> move.from() + " to " + move.to();
          case DeleteFile delete -> delete.path();
          case RunCommand run -> run.command();
          case Test test -> test.pattern();
          case CreateBead bead -> bead.title();
          case Comment comment -> comment.text();
          case AskDecision ask -> ask.question();
          case Finish finish -> finish.summary();
          case GitCommit commit -> commit.message();
          case GitDiffBranches diff -> diff.from() + " to " + diff.to();
          case GitRevert revert -> revert.commit();
          case GitBeadCommits commits -> commits.beadId();
          case ApplyPatch _, Build _, GitStatus _, GitDiff _, GitLog _, GitBranches _ -> "";
        };
    return OutputText.line(subject, 120);
  }
}
