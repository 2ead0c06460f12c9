package io.loom.server.action;

import io.loom.server.action.Action.EditFile;
import io.loom.server.action.Action.MoveFile;
import io.loom.server.action.Action.WriteFile;
import io.loom.weaver.FileContent;
import io.loom.weaver.WeaverException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Writes, edits, moves and deletes files of a workspace.
final class FileChanging {
  private FileChanging() {}

  static ActionOutcome write(Workspace workspace, WriteFile action)
      throws WeaverException, InterruptedException {
    var path = WorkspacePath.normal(action.path());
    var content = action.content().getBytes(StandardCharsets.UTF_8);
    var before = workspace.read(path, 1);
    if (before instanceof FileContent.IsFolder || action.path().endsWith("/")) {
      return ActionOutcome.refused(
          "%s is a folder; name a file in it.".formatted(OutputText.line(path, 300)));
    }
    if (before instanceof FileContent.Unreadable(var reason)) {
      return FileReading.unreadable(path, reason);
    }
    if (!(before instanceof FileContent.Found)) {
      var refused = makeFolder(workspace, WorkspacePath.parent(path));
      if (refused != null) {
        return refused;
      }
    }
    workspace.write(path, content);
    return ActionOutcome.done(
        "%s %s, %d lines, %d bytes."
            .formatted(
                before instanceof FileContent.Found ? "Replaced" : "Wrote",
                OutputText.line(path, 300),
                action.content().lines().count(),
                content.length));
  }

  static ActionOutcome edit(Workspace workspace, EditFile action)
      throws WeaverException, InterruptedException {
    var path = WorkspacePath.normal(action.path());
    return switch (workspace.read(path, FileReading.MAX_BYTES)) {
      case FileContent.Missing _ -> FileReading.missing(path);
      case FileContent.IsFolder _ -> FileReading.folder(path);
      case FileContent.Unreadable(var reason) -> FileReading.unreadable(path, reason);
      case FileContent.Found(var bytes, long size) -> {
        if (size > bytes.length || FileReading.isBinary(bytes)) {
          yield ActionOutcome.refused(
              "%s is too large or binary, so it cannot be edited; use run_command."
                  .formatted(OutputText.line(path, 300)));
        }
        yield edited(workspace, action, path, bytes);
      }
    };
  }

  private static ActionOutcome edited(
      Workspace workspace, EditFile action, String path, byte[] bytes)
      throws WeaverException, InterruptedException {
    var charset = charset(bytes);
    var content = new String(bytes, charset);
    var shown = OutputText.line(path, 300);
    return switch (TextEdit.apply(content, action.oldText(), action.newText())) {
      case TextEdit.Edited(var text, int line, var match) -> {
        if (!charset.newEncoder().canEncode(text)) {
          yield ActionOutcome.refused(
              "%s is not UTF-8 and cannot hold some characters of new_text.".formatted(shown));
        }
        workspace.write(path, text.getBytes(charset));
        yield ActionOutcome.done("Edited %s at line %d%s.".formatted(shown, line, match.remark()));
      }
      case TextEdit.Ambiguous(var lines) ->
          ActionOutcome.refused(
              ("old_text occurs %d times in %s, at lines %s. Nothing was changed: give more lines"
                      + " around the one you mean.")
                  .formatted(lines.size(), shown, TextEdit.joined(lines)));
      case TextEdit.Unchanged _ ->
          ActionOutcome.refused(
              "old_text and new_text are the same; %s is as it was.".formatted(shown));
      case TextEdit.NotFound(var nearest) ->
          ActionOutcome.refused(
              "old_text is not in %s; nothing was changed. %s"
                  .formatted(
                      shown,
                      nearest.isEmpty()
                          ? "Read the file again."
                          : "The nearest passage is:\n" + OutputText.clean(nearest)));
    };
  }

  /// UTF-8, or else a character set that gives every byte back as it was.
  private static Charset charset(byte[] bytes) {
    try {
      CharBuffer _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return StandardCharsets.UTF_8;
    } catch (CharacterCodingException _) {
      return StandardCharsets.ISO_8859_1;
    }
  }

  static ActionOutcome move(Workspace workspace, MoveFile action)
      throws WeaverException, InterruptedException {
    var target = WorkspacePath.normal(action.to());
    if (!(workspace.read(target, 1) instanceof FileContent.Missing)) {
      return ActionOutcome.refused(
          "%s is there already; delete it first or choose another name."
              .formatted(OutputText.line(target, 300)));
    }
    var refused = makeFolder(workspace, WorkspacePath.parent(target));
    if (refused != null) {
      return refused;
    }
    var result =
        workspace.look(
            List.of(
                "mv",
                "-nT",
                "--",
                WorkspacePath.argument(action.from()),
                WorkspacePath.argument(action.to())));
    return result.succeeded()
        ? ActionOutcome.done("Moved " + action.subject() + ".")
        : Workspace.failed(result, "Moving");
  }

  static ActionOutcome delete(Workspace workspace, String path)
      throws WeaverException, InterruptedException {
    var result = workspace.look(List.of("rm", "--", WorkspacePath.argument(path)));
    return result.succeeded()
        ? ActionOutcome.done("Deleted %s.".formatted(OutputText.line(path, 300)))
        : Workspace.failed(result, "Deleting");
  }

  private static @Nullable ActionOutcome makeFolder(Workspace workspace, String folder)
      throws WeaverException, InterruptedException {
    if (folder.equals(".")) {
      return null;
    }
    var result = workspace.look(List.of("mkdir", "-p", "--", WorkspacePath.argument(folder)));
    return result.succeeded() ? null : Workspace.failed(result, "Making the folder");
  }
}
