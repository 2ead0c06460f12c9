package io.loom.server.action;

import io.loom.server.action.Action.ReadFile;
import io.loom.weaver.FileContent;
import io.loom.weaver.WeaverException;

/// Shows a file to the agent, under a line that says which lines of it these are.
final class FileReading {
  /// Nobody reads more of a file through this action.
  static final long MAX_BYTES = 8L << 20;

  private static final int SNIFFED_BYTES = 8_000;

  private FileReading() {}

  static ActionOutcome read(Workspace workspace, ReadFile action)
      throws WeaverException, InterruptedException {
    var path = WorkspacePath.normal(action.path());
    return switch (workspace.read(path, MAX_BYTES)) {
      case FileContent.Missing _ -> missing(path);
      case FileContent.IsFolder _ -> folder(path);
      case FileContent.Unreadable(var reason) -> unreadable(path, reason);
      case FileContent.Found(var bytes, long size) -> {
        if (isBinary(bytes)) {
          yield ActionOutcome.refused(
              "%s is a binary file of %d bytes; use run_command to look at it."
                  .formatted(OutputText.line(path, 300), size));
        }
        yield shown(action, OutputText.line(path, 300), bytes, size);
      }
    };
  }

  static ActionOutcome missing(String path) {
    return ActionOutcome.refused(
        "%s does not exist; list_files and search_text show what does."
            .formatted(OutputText.line(path, 300)));
  }

  static ActionOutcome folder(String path) {
    return ActionOutcome.refused(
        "%s is a folder; use list_files.".formatted(OutputText.line(path, 300)));
  }

  static ActionOutcome unreadable(String path, String reason) {
    return ActionOutcome.refused(
        "%s cannot be read: %s"
            .formatted(OutputText.line(path, 300), OutputText.line(reason, 300)));
  }

  static boolean isBinary(byte[] bytes) {
    for (int i = 0; i < Math.min(bytes.length, SNIFFED_BYTES); i++) {
      if (bytes[i] == 0) {
        return true;
      }
    }
    return false;
  }

  private static ActionOutcome shown(ReadFile action, String path, byte[] bytes, long size) {
    var content = OutputText.of(bytes);
    var all = content.lines().toList();
    int from = action.from();
    int to = action.to() == 0 ? all.size() : Math.min(action.to(), all.size());
    if (all.isEmpty()) {
      return ActionOutcome.done(path + " (empty)");
    }
    if (from > all.size()) {
      return ActionOutcome.refused("%s has only %d lines.".formatted(path, all.size()));
    }
    var header = new StringBuilder(path);
    header.append(" (lines %d–%d of %d".formatted(from, to, all.size()));
    header.append(isCrlf(bytes) ? ", line ends CRLF" : "");
    header.append(
        size > bytes.length
            ? ", the first %d of %d bytes; the rest with run_command".formatted(bytes.length, size)
            : "");
    header.append(")\n");
    var full = String.join("\n", all.subList(from - 1, to));
    var text = full.length() <= OutputCut.FILE ? full : withoutMiddle(full, from);
    return ActionOutcome.done(header + text, header + full);
  }

  private static String withoutMiddle(String text, int from) {
    var lines = OutputCut.lines(text);
    int head = OutputCut.fitting(lines, 0, OutputCut.FILE * 5 / 8);
    int tail = OutputCut.fittingFromEnd(lines, head, OutputCut.FILE * 3 / 8);
    if (head == tail) {
      return String.join("\n", lines);
    }
    return String.join("\n", lines.subList(0, head))
        + "\n[… lines %d–%d left out; read them with from and to …]\n"
            .formatted(from + head, from + tail - 1)
        + String.join("\n", lines.subList(tail, lines.size()));
  }

  private static boolean isCrlf(byte[] bytes) {
    for (int i = 1; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        return bytes[i - 1] == '\r';
      }
    }
    return false;
  }
}
