package io.loom.server.action;

import io.loom.weaver.ExecRequest;
import io.loom.weaver.ExecResult;
import io.loom.weaver.Limits;
import io.loom.weaver.WeaverException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Runs command lines in the weaver: the agent's own, and the project's for build and test.
final class CommandRunning {
  /// Runs the line and sends both streams down one, so that errors stand where they happened. The
  /// line is an argument, so nothing in it is read by the outer shell.
  private static final String MERGED = "line=$1; shift; exec /bin/sh -c \"$line\" sh \"$@\" 2>&1";

  /// A command to which arguments can be appended: nothing follows it in its line.
  private static final Pattern SIMPLE = Pattern.compile("[^;|<>#&\\n`()]+");

  private CommandRunning() {}

  static ActionOutcome run(Workspace workspace, Action.RunCommand action)
      throws WeaverException, InterruptedException {
    var time = workspace.limits().time();
    if (action.timeoutSeconds() > 0 && action.timeoutSeconds() < time.toSeconds()) {
      time = Duration.ofSeconds(action.timeoutSeconds());
    }
    return run(workspace, action.command(), List.of(), time);
  }

  static ActionOutcome build(Workspace workspace, ProjectCommands commands)
      throws WeaverException, InterruptedException {
    return commands.build().isBlank()
        ? absent("build")
        : run(workspace, commands.build(), List.of(), workspace.limits().time());
  }

  static ActionOutcome test(Workspace workspace, ProjectCommands commands, String pattern)
      throws WeaverException, InterruptedException {
    if (commands.test().isBlank()) {
      return absent("test");
    }
    var time = workspace.limits().time();
    if (pattern.isBlank()) {
      return run(workspace, commands.test(), List.of(), time);
    }
    var selection = selection(commands.test(), pattern);
    if (!selection.isEmpty()) {
      return run(workspace, commands.test() + " \"$@\"", selection, time);
    }
    var all = run(workspace, commands.test(), List.of(), time);
    var note =
        "[All tests were run: it is not known how to select some for this project's test command.]\n";
    return new ActionOutcome(
        all.ok(), note + all.text(), note + all.fullText(), all.exitCode(), all.ending());
  }

  private static ActionOutcome absent(String what) {
    return ActionOutcome.refused(
        "This project has no %s command. Find out how it is done here, and use run_command."
            .formatted(what));
  }

  /// The arguments by which a test tool runs some tests, empty when the tool is not known.
  static List<String> selection(String command, String pattern) {
    var last = command.substring(command.lastIndexOf("&&") < 0 ? 0 : command.lastIndexOf("&&") + 2);
    if (!SIMPLE.matcher(last).matches()) {
      return List.of();
    }
    var words = List.of(last.strip().split("\\s+"));
    var tool = words.getFirst().substring(words.getFirst().lastIndexOf('/') + 1);
    return switch (tool) {
      case "mvn", "mvnw" -> List.of("-Dtest=" + pattern, "-Dsurefire.failIfNoSpecifiedTests=false");
      case "gradle", "gradlew" -> List.of("--tests", pattern);
      case "go" -> List.of("-run", pattern);
      case "pytest" -> List.of("-k", pattern);
      case "cargo" -> List.of("--", pattern);
      case "jest" -> List.of("-t", pattern);
      case "python", "python3" ->
          words.contains("pytest") || words.contains("unittest")
              ? List.of("-k", pattern)
              : List.of();
      default -> List.of();
    };
  }

  private static ActionOutcome run(
      Workspace workspace, String line, List<String> arguments, Duration time)
      throws WeaverException, InterruptedException {
    var command = new ArrayList<>(List.of("/bin/sh", "-c", MERGED, "sh", line));
    command.addAll(arguments);
    Limits limits = workspace.limits().withTime(time);
    return outcome(
        workspace.run(new ExecRequest(command, "", Map.of(), new byte[0], limits)), time);
  }

  private static ActionOutcome outcome(ExecResult result, Duration time) {
    var said = OutputText.of(result.stdout()) + OutputText.of(result.stderr());
    var how =
        switch (result.ending()) {
          case EXITED -> "exit code " + result.exitCode();
          case TIMED_OUT -> "ended after %d s because it was not done".formatted(time.toSeconds());
          case OUT_OF_MEMORY -> "ended because it used too much memory";
          case NOT_STARTED -> "could not be started";
        };
    var header = how + (result.dropped() > 0 ? ", the middle of its output is lost" : "");
    return new ActionOutcome(
        result.succeeded(),
        header + "\n" + OutputCut.command(said.strip(), OutputCut.COMMAND),
        OutputCut.journal(header + "\n" + said),
        result.exitCode(),
        result.ending());
  }
}
