package io.loom.server.action;

import io.loom.weaver.ExecResult;
import io.loom.weaver.WeaverException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an agent does with git: it looks, and applies patches. The repository's own configuration
/// may have been written by the agent, so nothing that it could start is let run.
final class GitActions {
  private static final List<String> GIT =
      List.of(
          "git",
          "--no-pager",
          "-c",
          "core.fsmonitor=false",
          "-c",
          "core.hooksPath=/dev/null",
          "-c",
          "log.showSignature=false",
          "-c",
          "color.ui=false",
          "--literal-pathspecs");
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "GIT_CONFIG_NOSYSTEM", "1",
          "GIT_CONFIG_GLOBAL", "/dev/null",
          "GIT_OPTIONAL_LOCKS", "0",
          "GIT_TERMINAL_PROMPT", "0",
          "LC_ALL", "C.UTF-8");
  private static final Pattern FENCE = Pattern.compile("(?s)\\A\\s*```\\w*\\n(.*?)\\n?```\\s*\\z");
  private static final Pattern NAMED_PATH =
      Pattern.compile(
          "(?m)^(?:--- |\\+\\+\\+ |rename from |rename to |copy from |copy to )([^\\t\\r\\n]+)");
  private static final Pattern GIT_HEADER = Pattern.compile("(?m)^diff --git (.+?)\\r?$");

  private GitActions() {}

  static ActionOutcome status(Workspace workspace) throws WeaverException, InterruptedException {
    return shown(
        git(workspace, "", "status", "--short", "--branch", "--ignore-submodules=all"),
        "git status");
  }

  static ActionOutcome diff(Workspace workspace) throws WeaverException, InterruptedException {
    announceNewFiles(workspace);
    var sinceCommit = git(workspace, "", "diff", "--no-ext-diff", "--no-textconv", "HEAD", "--");
    // Without any commit there is no HEAD.
    var result =
        sinceCommit.succeeded()
            ? sinceCommit
            : git(workspace, "", "diff", "--no-ext-diff", "--no-textconv");
    return shown(result, "git diff");
  }

  /// Without it a diff leaves out files that are only new. The index of a workspace is the agent's
  /// own, and what becomes of its work is taken from the files.
  private static void announceNewFiles(Workspace workspace)
      throws WeaverException, InterruptedException {
    var found = git(workspace, "", "ls-files", "--others", "--exclude-standard", "-z");
    var paths = new String(found.stdout(), StandardCharsets.UTF_8);
    if (found.succeeded() && !paths.isEmpty()) {
      var _ =
          git(
              workspace,
              paths,
              "add",
              "--intent-to-add",
              "--pathspec-from-file=-",
              "--pathspec-file-nul");
    }
  }

  static ActionOutcome log(Workspace workspace) throws WeaverException, InterruptedException {
    return shown(
        git(workspace, "", "log", "-n", "20", "--date=short", "--format=%h %ad %an: %s"),
        "git log");
  }

  static ActionOutcome apply(Workspace workspace, String given)
      throws WeaverException, InterruptedException {
    var fenced = FENCE.matcher(given);
    var text = fenced.matches() ? fenced.group(1) : given;
    var patch = text.endsWith("\n") ? text : text + "\n";
    var refusal = refusal(patch);
    if (refusal != null) {
      return ActionOutcome.refused(refusal);
    }
    var level = hasPrefixes(patch) ? "-p1" : "-p0";
    var result = git(workspace, patch, "apply", "--whitespace=nowarn", level, "-");
    if (!result.succeeded() && OutputText.of(result.stderr()).contains("corrupt patch")) {
      // Models count the lines of a hunk badly; the lines themselves say how many there are.
      result = git(workspace, patch, "apply", "--whitespace=nowarn", "--recount", level, "-");
    }
    if (result.succeeded()) {
      return ActionOutcome.done("Patched " + String.join(", ", changedFiles(patch)) + ".");
    }
    var failed = Workspace.failed(result, "The patch was not applied, nothing was changed: git");
    return new ActionOutcome(
        false,
        failed.text() + "\nRead the file again and make the patch anew, or use edit_file.",
        failed.fullText(),
        failed.exitCode(),
        failed.ending());
  }

  /// Why a patch is not even tried, or null.
  static @Nullable String refusal(String patch) {
    if (patch.contains("*** Begin Patch") || !isUnifiedDiff(patch)) {
      return "This is no unified diff: it needs lines \"--- a/file\", \"+++ b/file\" and \"@@ -1,3"
          + " +1,4 @@\" before each changed passage. edit_file is simpler for one passage.";
    }
    for (var path : paths(patch)) {
      var problem = path.equals("/dev/null") ? null : WorkspacePath.problem(path);
      if (problem != null) {
        return problem;
      }
    }
    return null;
  }

  private static boolean isUnifiedDiff(String patch) {
    return patch.contains("\n+++ ") || GIT_HEADER.matcher(patch).find();
  }

  /// Every path that a patch names. What looks like a header but is a changed line is taken too:
  /// better one patch refused too many.
  private static List<String> paths(String patch) {
    var paths = new ArrayList<String>();
    NAMED_PATH.matcher(patch).results().forEach(match -> paths.add(match.group(1)));
    GIT_HEADER
        .matcher(patch)
        .results()
        .forEach(match -> paths.addAll(List.of(match.group(1).split(" "))));
    return paths.stream().map(path -> path.replace("\"", "").strip()).toList();
  }

  /// Whether the files are called `a/file` and `b/file`, as git does.
  private static boolean hasPrefixes(String patch) {
    return NAMED_PATH
        .matcher(patch)
        .results()
        .map(match -> match.group())
        .filter(line -> line.startsWith("--- ") || line.startsWith("+++ "))
        .allMatch(line -> line.startsWith("/dev/null", 4) || line.matches("....\"?[ab]/.*"));
  }

  private static List<String> changedFiles(String patch) {
    return paths(patch).stream()
        .filter(path -> !path.equals("/dev/null"))
        .map(path -> path.matches("[ab]/.*") ? path.substring(2) : path)
        .map(path -> OutputText.line(path, 200))
        .distinct()
        .toList();
  }

  static ExecResult git(Workspace workspace, String input, String... arguments)
      throws WeaverException, InterruptedException {
    var command = new ArrayList<>(GIT);
    command.addAll(List.of(arguments));
    return workspace.look(ENVIRONMENT, command, input.getBytes(StandardCharsets.UTF_8));
  }

  static ActionOutcome shown(ExecResult result, String what) {
    if (!result.succeeded()) {
      return Workspace.failed(result, what);
    }
    var text = OutputText.of(result.stdout()).stripTrailing();
    return text.isEmpty()
        ? ActionOutcome.done(what + ": nothing.")
        : ActionOutcome.done(OutputCut.middle(text, OutputCut.FILE), text);
  }
}
