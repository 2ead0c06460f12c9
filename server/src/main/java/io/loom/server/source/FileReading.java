package io.loom.server.source;

import io.loom.api.FileEntryView;
import io.loom.api.FileMatchView;
import io.loom.api.FileView;
import io.loom.server.git.CommitFiles;
import io.loom.server.git.GitException;
import io.loom.server.git.Place;
import io.loom.server.git.TreeEntry;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Reads the files of one commit, within limits that hold while git prints.
final class FileReading {
  static final int LARGEST_FILE = 1 << 20;
  static final int MOST_ENTRIES = 500;
  static final int DEEPEST = 32;
  static final int MOST_MATCHES = 200;
  private static final int LONGEST_LINE = 500;

  /// What came of reading.
  sealed interface Reading {
    record Read(FileView file) implements Reading {}

    record TooLarge(long size) implements Reading {}

    record IsFolder() implements Reading {}

    record IsSubmodule() implements Reading {}

    record Absent() implements Reading {}
  }

  private FileReading() {}

  static Reading read(Source source, String path) throws GitException {
    return switch (source.files().locate(source.commit(), path)) {
      case Place.Absent() -> new Reading.Absent();
      case Place.Folder _ -> new Reading.IsFolder();
      case Place.Submodule _ -> new Reading.IsSubmodule();
      case Place.Link(var target) ->
          new Reading.Read(
              new FileView(
                  path,
                  "symlink",
                  target,
                  "utf-8",
                  false,
                  target.getBytes(StandardCharsets.UTF_8).length,
                  source.commit(),
                  target));
      case Place.File(_, var size) when size > LARGEST_FILE -> new Reading.TooLarge(size);
      case Place.File(var object, _) -> {
        var bytes = source.files().content(object, LARGEST_FILE);
        yield new Reading.Read(view(source, path, bytes));
      }
    };
  }

  private static FileView view(Source source, String path, byte[] bytes) throws GitException {
    var text = text(bytes);
    var entry = source.files().entry(source.commit(), path);
    var link = entry.filter(it -> it.kind() == TreeEntry.Kind.LINK);
    return new FileView(
        path,
        "file",
        text.orElseGet(() -> Base64.getEncoder().encodeToString(bytes)),
        text.isPresent() ? "utf-8" : "base64",
        text.isEmpty(),
        bytes.length,
        source.commit(),
        link.isPresent() ? source.files().target(link.get()) : null);
  }

  /// Text is UTF-8 without NUL.
  private static Optional<String> text(byte[] bytes) {
    for (byte b : bytes) {
      if (b == 0) {
        return Optional.empty();
      }
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString());
    } catch (CharacterCodingException _) {
      return Optional.empty();
    }
  }

  /// What lies in a folder and below, or the file itself; nothing when there is nothing.
  static Optional<List<FileEntryView>> tree(Source source, String path, int depth, int limit)
      throws GitException {
    return switch (source.files().locate(source.commit(), path)) {
      case Place.Folder(var object) ->
          Optional.of(entries(source.files(), object, path, depth, limit));
      case Place.File(_, var size) ->
          Optional.of(List.of(new FileEntryView(path, "file", 0, size)));
      case Place.Link _ -> Optional.of(List.of(new FileEntryView(path, "symlink", 0, null)));
      case Place.Submodule _ -> Optional.of(List.of(new FileEntryView(path, "submodule", 0, null)));
      case Place.Absent() -> Optional.empty();
    };
  }

  private static List<FileEntryView> entries(
      CommitFiles files, String folder, String path, int depth, int limit) throws GitException {
    var found = new ArrayList<FileEntryView>();
    var prefix = path.isEmpty() ? "" : path + "/";
    files.walk(
        folder,
        entry -> {
          var parts = entry.path().split("/", -1);
          if (parts.length <= depth && Arrays.stream(parts).noneMatch(SourcePath::isGits)) {
            found.add(
                new FileEntryView(
                    prefix + entry.path(),
                    type(entry.kind()),
                    parts.length,
                    entry.kind() == TreeEntry.Kind.FILE ? entry.size() : null));
          }
          return found.size() >= limit;
        });
    return found;
  }

  private static String type(TreeEntry.Kind kind) {
    return switch (kind) {
      case FILE -> "file";
      case FOLDER -> "dir";
      case LINK -> "symlink";
      case SUBMODULE -> "submodule";
    };
  }

  /// The lines below a path that contain a text; nothing when there is no such path.
  static Optional<List<FileMatchView>> search(
      Source source, String path, String query, boolean ignoreCase, int limit) throws GitException {
    var files = source.files();
    return switch (files.locate(source.commit(), path)) {
      case Place.Folder(var object) -> {
        var prefix = path.isEmpty() ? "" : path + "/";
        yield Optional.of(
            views(files.search(object, "", query, ignoreCase, limit, LONGEST_LINE), prefix));
      }
      case Place.File _ ->
          Optional.of(
              views(
                  files.search(source.commit(), path, query, ignoreCase, limit, LONGEST_LINE), ""));
      case Place.Link _, Place.Submodule _ -> Optional.of(List.of());
      case Place.Absent() -> Optional.empty();
    };
  }

  private static List<FileMatchView> views(List<CommitFiles.Line> lines, String prefix) {
    return lines.stream()
        .map(line -> new FileMatchView(prefix + line.path(), line.line(), line.text()))
        .toList();
  }
}
