package io.loom.server.action;

import io.loom.weaver.Limits;
import io.loom.weaver.WeaverException;
import io.loom.weaver.WeaverPlatform;
import java.util.List;

/// Does the actions of an agent in its weaver. Keeps no state, so it is safe for many threads; what
/// goes wrong for the agent is an outcome, what goes wrong with the weaver an exception.
public final class ActionRunner {
  private ActionRunner() {}

  /// @param action one of [Action.InWorkspace]; those of the server are done by their owner
  /// @param limits of the project's commands; looking around is narrower
  /// @throws WeaverException when the weaver is gone: the action may have been done or not
  /// @throws IllegalArgumentException for an action of the server
  public static ActionOutcome run(
      WeaverPlatform platform,
      String weaverId,
      Action action,
      ProjectCommands commands,
      Limits limits)
      throws WeaverException, InterruptedException {
    for (var path : paths(action)) {
      var problem = WorkspacePath.problem(path);
      if (problem != null) {
        return ActionOutcome.refused(problem);
      }
    }
    return switch (action) {
      case Action.InWorkspace inWorkspace ->
          run(new Workspace(platform, weaverId, limits), inWorkspace, commands);
      case Action.OfServer _ ->
          throw new IllegalArgumentException(action.name() + " is not done in a weaver");
    };
  }

  private static ActionOutcome run(
      Workspace workspace, Action.InWorkspace action, ProjectCommands commands)
      throws WeaverException, InterruptedException {
    return switch (action) {
      case Action.ReadFile read -> FileReading.read(workspace, read);
      case Action.ListFiles list -> FileFinding.list(workspace, list);
      case Action.SearchText search -> FileFinding.search(workspace, search);
      case Action.WriteFile write -> FileChanging.write(workspace, write);
      case Action.EditFile edit -> FileChanging.edit(workspace, edit);
      case Action.ApplyPatch(var patch) -> GitActions.apply(workspace, patch);
      case Action.MoveFile move -> FileChanging.move(workspace, move);
      case Action.DeleteFile(var path) -> FileChanging.delete(workspace, path);
      case Action.RunCommand command -> CommandRunning.run(workspace, command);
      case Action.Build _ -> CommandRunning.build(workspace, commands);
      case Action.Test(var pattern) -> CommandRunning.test(workspace, commands, pattern);
      case Action.GitStatus _ -> GitActions.status(workspace);
      case Action.GitDiff _ -> GitActions.diff(workspace);
      case Action.GitLog _ -> GitActions.log(workspace);
      case Action.GitCommit(var message) -> GitCommits.commit(workspace, message);
      case Action.GitBranches _ -> GitCommits.branches(workspace);
      case Action.GitDiffBranches(var from, var to) -> GitCommits.diff(workspace, from, to);
      case Action.GitRevert(var commit) -> GitCommits.revert(workspace, commit);
      case Action.GitBeadCommits(var bead) -> GitCommits.ofBead(workspace, bead);
    };
  }

  private static List<String> paths(Action action) {
    return switch (action) {
      case Action.ReadFile read -> List.of(read.path());
      case Action.ListFiles list -> List.of(list.path());
      case Action.SearchText search -> List.of(search.path());
      case Action.WriteFile write -> List.of(write.path());
      case Action.EditFile edit -> List.of(edit.path());
      case Action.MoveFile move -> List.of(move.from(), move.to());
      case Action.DeleteFile delete -> List.of(delete.path());
      case Action.ApplyPatch _, Action.RunCommand _, Action.Build _, Action.Test _ -> List.of();
      case Action.GitStatus _, Action.GitDiff _, Action.GitLog _ -> List.of();
      case Action.GitCommit _, Action.GitBranches _, Action.GitDiffBranches _ -> List.of();
      case Action.GitRevert _, Action.GitBeadCommits _ -> List.of();
      case Action.OfServer _ -> List.of();
    };
  }
}
