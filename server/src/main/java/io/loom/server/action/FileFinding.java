package io.loom.server.action;

import io.loom.server.action.Action.ListFiles;
import io.loom.server.action.Action.SearchText;
import io.loom.weaver.ExecResult;
import io.loom.weaver.WeaverException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Lists and searches the files of a workspace, with `find` and `grep` in the weaver.
final class FileFinding {
  private static final int MAX_ENTRIES = 500;
  private static final int MAX_HITS = 200;
  private static final int MAX_LINE = 300;

  private FileFinding() {}

  static ActionOutcome list(Workspace workspace, ListFiles action)
      throws WeaverException, InterruptedException {
    var result =
        workspace.look(
            List.of(
                "find",
                WorkspacePath.argument(action.path()),
                "-mindepth",
                "1",
                "-maxdepth",
                String.valueOf(action.depth()),
                "-iname",
                ".git",
                "-prune",
                "-o",
                "-name",
                "node_modules",
                "-prune",
                "-printf",
                "%p/\\n",
                "-o",
                "-type",
                "d",
                "-printf",
                "%p/\\n",
                "-o",
                "-printf",
                "%p\\n"));
    var entries = lines(result).sorted().map(FileFinding::relative).toList();
    if (entries.isEmpty() && !result.succeeded()) {
      return Workspace.failed(result, "Listing");
    }
    if (entries.isEmpty()) {
      return ActionOutcome.done("%s is an empty folder, or a file.".formatted(action.subject()));
    }
    var shown = entries.subList(0, Math.min(MAX_ENTRIES, entries.size()));
    return ActionOutcome.done(
        String.join("\n", shown) + more(entries.size() - shown.size(), result, "list a subfolder"),
        String.join("\n", entries));
  }

  static ActionOutcome search(Workspace workspace, SearchText action)
      throws WeaverException, InterruptedException {
    if (action.query().indexOf('\n') >= 0) {
      return ActionOutcome.refused("Search for one line at a time; the query has several.");
    }
    var command = new ArrayList<>(List.of("grep", "-rnIH", "--color=never", "--exclude-dir=.git"));
    if (!WorkspacePath.normal(action.path()).contains("node_modules")) {
      command.add("--exclude-dir=node_modules");
    }
    command.addAll(List.of(action.regex() ? "-E" : "-F", "-e", action.query(), "--"));
    command.add(WorkspacePath.argument(action.path()));
    // As bytes, a text is found in files of every encoding; a regex needs to know characters.
    var locale = Map.of("LC_ALL", action.regex() ? "C.UTF-8" : "C");
    var result = workspace.look(locale, command, new byte[0]);
    var hits = lines(result).map(FileFinding::relative).toList();
    if (!hits.isEmpty()) {
      return found(hits, result);
    }
    return result.exitCode() == 1
        ? ActionOutcome.done("\"%s\" was not found.".formatted(action.subject()))
        : Workspace.failed(result, "Searching");
  }

  private static ActionOutcome found(List<String> hits, ExecResult result) {
    var shown = hits.stream().limit(MAX_HITS).map(hit -> OutputText.start(hit, MAX_LINE)).toList();
    var text =
        String.join("\n", shown)
            + more(hits.size() - shown.size(), result, "search for something rarer");
    return ActionOutcome.done(OutputCut.middle(text, OutputCut.FILE), String.join("\n", hits));
  }

  private static Stream<String> lines(ExecResult result) {
    return OutputText.of(result.stdout()).lines().filter(line -> !line.isEmpty());
  }

  private static String relative(String line) {
    return line.startsWith("./") ? line.substring(2) : line;
  }

  private static String more(int left, ExecResult result, String remedy) {
    var incomplete = result.succeeded() ? "" : "\n[not everything could be looked at]";
    if (result.dropped() > 0) {
      return "\n[… very many more; %s]".formatted(remedy) + incomplete;
    }
    return (left > 0 ? "\n[… %d more; %s]".formatted(left, remedy) : "") + incomplete;
  }
}
