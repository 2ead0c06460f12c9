package io.loom.server.git;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads what led to commits, from the objects of a bare repository. Safe for many threads.
public final class History {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-fA-F]{7,64}");
  private static final String FORMAT = "%H%x00%P%x00%an%x00%ae%x00%aI%x00%cn%x00%cI%x00%B";
  private static final int FIELDS = 8;
  private static final int MOST_TEXT = 8 << 20;

  private final Git git;
  private final Path folder;

  History(Git git, Path folder) {
    this.git = git;
    this.folder = folder;
  }

  /// A commit.
  ///
  /// @param message all of it, its first line too
  public record Commit(
      String id,
      List<String> parents,
      String author,
      String email,
      Instant authoredAt,
      String committer,
      Instant committedAt,
      String message) {
    public Commit {
      parents = List.copyOf(parents);
    }

    public String subject() {
      return message.lines().findFirst().orElse("");
    }
  }

  /// A branch of the remote, as of the last fetch.
  public record Branch(String name, String commit, Instant committedAt, String subject) {}

  /// A text that may have been too long.
  public record Cut(String text, boolean isCut) {}

  /// The commit that somebody means by a branch's name or a commit's id.
  ///
  /// @param reference checked to be no option and no expression
  public Optional<String> resolve(String reference) throws GitException {
    var branch = commit("refs/remotes/origin/" + reference);
    return branch.isPresent() || !COMMIT.matcher(reference).matches() ? branch : commit(reference);
  }

  private Optional<String> commit(String name) throws GitException {
    var output =
        git.attempt(
            folder,
            Map.of(),
            new byte[0],
            List.of("rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}"));
    return output.exitCode() == 0 ? Optional.of(output.text()) : Optional.empty();
  }

  /// Newest first.
  ///
  /// @param path that the commits changed, any when empty
  public List<Commit> log(String commit, String path, int skip, int most) throws GitException {
    var arguments =
        new ArrayList<>(
            List.of(
                "--literal-pathspecs",
                "log",
                "-z",
                "--no-show-signature",
                "--skip=" + skip,
                "--max-count=" + most,
                "--format=" + FORMAT,
                commit,
                "--"));
    if (!path.isEmpty()) {
      arguments.add(path);
    }
    return commits(text(arguments).text());
  }

  /// Fields end with NUL, and so does each commit; a message has none.
  private static List<Commit> commits(String text) {
    var fields = text.split("\0", -1);
    var found = new ArrayList<Commit>();
    for (int i = 0; i + FIELDS <= fields.length; i += FIELDS) {
      found.add(
          new Commit(
              fields[i].strip(),
              fields[i + 1].isEmpty() ? List.of() : Arrays.asList(fields[i + 1].split(" ", -1)),
              fields[i + 2],
              fields[i + 3],
              Instant.parse(utc(fields[i + 4])),
              fields[i + 5],
              Instant.parse(utc(fields[i + 6])),
              fields[i + 7].strip()));
    }
    return found;
  }

  private static String utc(String time) {
    return OffsetDateTime.parse(time).toInstant().toString();
  }

  /// Those of the remote, the last changed first.
  public List<Branch> branches(int most) throws GitException {
    var text =
        text(List.of(
                "for-each-ref",
                "--sort=-committerdate",
                "--count=" + most,
                "--format=%(refname:lstrip=3)%00%(objectname)%00%(committerdate:iso-strict)"
                    + "%00%(subject)",
                "refs/remotes/origin/"))
            .text();
    return text.lines()
        .map(line -> line.split("\0", -1))
        .filter(fields -> fields.length == 4 && !fields[2].isEmpty())
        .map(fields -> new Branch(fields[0], fields[1], Instant.parse(utc(fields[2])), fields[3]))
        .toList();
  }

  /// The change from one commit to another as a patch; no program of any configuration makes it.
  ///
  /// @param from a commit, or the empty tree
  /// @param path that is looked at, all when empty
  public Cut diff(String from, String to, String path, int most) throws GitException {
    var arguments =
        new ArrayList<>(
            List.of(
                "--literal-pathspecs",
                "diff",
                "--no-ext-diff",
                "--no-textconv",
                "--no-color",
                "--end-of-options",
                from,
                to,
                "--"));
    if (!path.isEmpty()) {
      arguments.add(path);
    }
    return text(arguments, most);
  }

  /// A file that differs between two commits.
  ///
  /// @param status as git writes it: `A`, `M`, `D`, `T`
  /// @param added lines, -1 when it is binary
  public record Change(String status, String path, int added, int removed) {}

  /// The files that differ between two commits, at most so many.
  public List<Change> changes(String from, String to, int most) throws GitException {
    var statuses =
        text(List.of("diff", "--no-renames", "--name-status", "-z", from, to, "--")).text();
    var counts = text(List.of("diff", "--no-renames", "--numstat", "-z", from, to, "--")).text();
    var status = statuses.split("\0", -1);
    var count = counts.split("\0", -1);
    var changes = new ArrayList<Change>();
    for (int i = 0; i < count.length && 2 * i + 1 < status.length && i < most; i++) {
      var numbers = count[i].split("\t", 3);
      changes.add(
          new Change(status[2 * i], status[2 * i + 1], number(numbers[0]), number(numbers[1])));
    }
    return changes;
  }

  private static int number(String text) {
    return text.equals("-") ? -1 : Integer.parseInt(text);
  }

  /// The commit that two branches have grown from.
  public Optional<String> mergeBase(String one, String other) throws GitException {
    var output =
        git.attempt(folder, Map.of(), new byte[0], List.of("merge-base", "--", one, other));
    return output.exitCode() == 0 ? Optional.of(output.text()) : Optional.empty();
  }

  /// The tree without files, from which a first commit differs.
  public String emptyTree() throws GitException {
    return git.checked(
            git.attempt(
                folder,
                Map.of(),
                new byte[0],
                List.of("hash-object", "-t", "tree", "-w", "--stdin")),
            "hash-object")
        .text();
  }

  private Cut text(List<String> arguments) throws GitException {
    return text(arguments, MOST_TEXT);
  }

  private Cut text(List<String> arguments, int most) throws GitException {
    var bytes = git.stream(folder, arguments, stdout -> stdout.readNBytes(most + 1));
    int length = Math.min(bytes.length, most);
    return new Cut(new String(bytes, 0, length, StandardCharsets.UTF_8), bytes.length > most);
  }
}
