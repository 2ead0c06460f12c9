package io.loom.bench.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.cli.rest.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The example's repository: a real one, bare, with the example as its first commit.
///
/// @param path of the bare repository
record DemoRepository(Path path) {
  static final String BRANCH = "main";

  private static final String COMMIT_FORMAT =
      "commit %h  %an, %ad%n    %s%n%w(0,4,4)%(trailers:unfold)";

  /// A bead of the example.
  ///
  /// @param blockers the beads that are to be closed first
  record Work(String id, String title, List<String> blockers) {
    Work {
      blockers = List.copyOf(blockers);
    }
  }

  /// Makes it out of the example's files.
  static DemoRepository create(DemoPlace place)
      throws IOException, DemoFailure, InterruptedException {
    var draft = place.folder().resolve("first-commit");
    copy(place.example().resolve("repo"), draft);
    Git.run(draft, "init", "--quiet", "--initial-branch=" + BRANCH);
    Git.run(draft, "add", "--all");
    Git.run(
        draft,
        "-c",
        "user.name=Loom Demo",
        "-c",
        "user.email=demo@localhost",
        "commit",
        "--quiet",
        "--message=Begin with bytes(), two tests of which fail");
    var repository = place.repository();
    Git.run(place.folder(), "clone", "--quiet", "--bare", draft.toString(), repository.toString());
    Git.run(repository, "remote", "remove", "origin");
    return new DemoRepository(repository);
  }

  URI address() {
    return path.toUri();
  }

  /// Makes a clean clone of the branch.
  void cloneTo(Path folder) throws DemoFailure, InterruptedException {
    Git.run(path, "clone", "--quiet", "--branch=" + BRANCH, path.toString(), folder.toString());
  }

  /// The commits with subject and trailers, as `git log` writes them, in this order.
  String log(List<String> commits) throws DemoFailure, InterruptedException {
    var arguments =
        new ArrayList<>(
            List.of("log", "--no-walk=unsorted", "--date=iso", "--format=" + COMMIT_FORMAT));
    arguments.addAll(commits);
    return Git.run(path, arguments.toArray(String[]::new)).strip();
  }

  /// The beads of the example, in its order.
  static List<Work> work(DemoPlace place) throws IOException {
    return Files.readAllLines(place.example().resolve("repo/.beads/issues.jsonl")).stream()
        .map(Json::parse)
        .flatMap(Optional::stream)
        .map(DemoRepository::work)
        .toList();
  }

  private static Work work(JsonNode bead) {
    var blockers = new ArrayList<String>();
    for (var dependency : bead.path("dependencies")) {
      if (dependency.path("type").asText().equals("blocks")) {
        blockers.add(dependency.path("depends_on_id").asText());
      }
    }
    return new Work(bead.path("id").asText(), bead.path("title").asText(), blockers);
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var copy = to.resolve(from.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }
}
