package io.loom.server.git;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what lies in commits, from the objects of a bare repository: there is no work tree, so no
/// path and no link leads anywhere else. Safe for many threads.
///
/// Paths are relative to the repository, without `..` and NUL; the empty one is the repository.
public final class CommitFiles {
  private static final Pattern FOUND = Pattern.compile("([0-9a-f]{40,64}) (blob|tree) (\\d+)");
  private static final int LONGEST_PATH = 1 << 16;
  private static final int LONGEST_LINK = 4096;

  private final Git git;
  private final Path folder;

  CommitFiles(Git git, Path folder) {
    this.git = git;
    this.folder = folder;
  }

  /// What a path leads to. Git itself follows the links, inside the commit only.
  public Place locate(String commit, String path) throws GitException {
    var name = path.isEmpty() ? commit + "^{tree}" : commit + ":" + path;
    var output =
        git.checked(
            git.attempt(
                folder,
                Map.of(),
                (name + "\0").getBytes(StandardCharsets.UTF_8),
                List.of("cat-file", "--batch-check", "--follow-symlinks", "-z")),
            "cat-file");
    var lines = output.text().split("\n", 2);
    var found = FOUND.matcher(lines[0]);
    if (found.matches()) {
      return found.group(2).equals("tree")
          ? new Place.Folder(found.group(1))
          : new Place.File(found.group(1), Long.parseLong(found.group(3)));
    }
    var entry = entry(commit, path);
    if (entry.isPresent()) {
      return switch (entry.get().kind()) {
        case LINK -> new Place.Link(target(entry.get()));
        case SUBMODULE -> new Place.Submodule(entry.get().object());
        case FILE, FOLDER -> new Place.Absent();
      };
    }
    return lines[0].startsWith("symlink ")
        ? new Place.Link(lines.length < 2 ? "" : lines[1])
        : new Place.Absent();
  }

  /// The text of a link.
  public String target(TreeEntry link) throws GitException {
    return new String(content(link.object(), LONGEST_LINK), StandardCharsets.UTF_8);
  }

  /// What a commit names at a path, links not followed.
  public Optional<TreeEntry> entry(String commit, String path) throws GitException {
    if (path.isEmpty()) {
      return Optional.empty();
    }
    var arguments =
        List.of("--literal-pathspecs", "ls-tree", "-z", "-l", "--full-tree", commit, "--", path);
    return git.stream(
            folder,
            arguments,
            stdout -> Optional.ofNullable(next(stdout, '\0')).map(CommitFiles::entry))
        .filter(entry -> entry.path().equals(path));
  }

  /// At most the first bytes of a file.
  public byte[] content(String object, int most) throws GitException {
    return git.stream(
        folder, List.of("cat-file", "blob", object), stdout -> stdout.readNBytes(most));
  }

  /// Goes through a folder and all below it, in git's order, until somebody has seen enough.
  ///
  /// @param isEnough is given each entry, its path relative to the folder
  public void walk(String tree, Predicate<TreeEntry> isEnough) throws GitException {
    var _ =
        git.stream(
            folder,
            List.of("ls-tree", "-r", "-t", "-z", "-l", tree),
            stdout -> {
              var text = next(stdout, '\0');
              while (text != null && !isEnough.test(entry(text))) {
                text = next(stdout, '\0');
              }
              return stdout;
            });
  }

  /// A line of a file.
  ///
  /// @param path relative to the folder that was searched
  /// @param line its number, from 1
  public record Line(String path, int line, String text) {}

  /// Finds the lines of text files that contain a text.
  ///
  /// @param place an object: a tree or a commit
  /// @param path in it that is searched, all of it when empty
  /// @param longest characters that are kept of a line
  public List<Line> search(
      String place, String path, String text, boolean ignoreCase, int most, int longest)
      throws GitException {
    var arguments =
        new ArrayList<>(
            List.of("--literal-pathspecs", "grep", "-n", "-z", "-I", "-F", "--threads=1"));
    if (ignoreCase) {
      arguments.add("-i");
    }
    arguments.addAll(List.of("-e", text, place, "--"));
    if (!path.isEmpty()) {
      arguments.add(path);
    }
    try {
      return git.stream(folder, arguments, stdout -> lines(stdout, place, most, longest));
    } catch (GitException e) {
      // Git ends with 1 and without a word when it finds nothing.
      if (String.valueOf(e.getMessage()).endsWith("exit code 1")) {
        return List.of();
      }
      throw e;
    }
  }

  private static List<Line> lines(InputStream stdout, String place, int most, int longest)
      throws IOException {
    var found = new ArrayList<Line>();
    while (found.size() < most) {
      var name = next(stdout, '\0');
      var number = name == null ? null : next(stdout, '\0');
      if (name == null || number == null) {
        return found;
      }
      var text = start(stdout, longest);
      found.add(new Line(name.substring(place.length() + 1), Integer.parseInt(number), text));
    }
    return found;
  }

  /// The beginning of a line, the rest of which is skipped.
  private static String start(InputStream stdout, int longest) throws IOException {
    var bytes = new byte[4 * longest];
    int length = 0;
    for (int b = stdout.read(); b >= 0 && b != '\n'; b = stdout.read()) {
      if (length < bytes.length) {
        bytes[length++] = (byte) b;
      }
    }
    var text = new String(bytes, 0, length, StandardCharsets.UTF_8);
    return text.length() <= longest ? text : text.substring(0, longest);
  }

  /// The text up to a byte, which is skipped; null at the end.
  private static @Nullable String next(InputStream stdout, int end) throws IOException {
    var bytes = new ByteArrayOutputStream();
    int b = stdout.read();
    if (b < 0) {
      return null;
    }
    for (; b >= 0 && b != end; b = stdout.read()) {
      if (bytes.size() > LONGEST_PATH) {
        throw new IOException("a path is longer than %d bytes".formatted(LONGEST_PATH));
      }
      bytes.write(b);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }

  /// Reads `<mode> <type> <object> <size>\t<path>`.
  private static TreeEntry entry(String text) {
    int tab = text.indexOf('\t');
    var words = text.substring(0, tab).split(" +", -1);
    long size = words[3].equals("-") ? -1 : Long.parseLong(words[3]);
    return new TreeEntry(text.substring(tab + 1), TreeEntry.Kind.of(words[0]), words[2], size);
  }
}
