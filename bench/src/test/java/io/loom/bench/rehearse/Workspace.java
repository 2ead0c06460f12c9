package io.loom.bench.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// A copy of an example's repository in which tool calls are carried out: edits, `build` and
/// `test`. Other tools are only checked for their names and arguments.
final class Workspace {
  private static final Map<String, Set<String>> TOOLS =
      Map.ofEntries(
          Map.entry("read_file", Set.of("path")),
          Map.entry("list_files", Set.of("path", "depth")),
          Map.entry("search_text", Set.of("query", "path")),
          Map.entry("write_file", Set.of("path", "content")),
          Map.entry("edit_file", Set.of("path", "old_text", "new_text")),
          Map.entry("build", Set.of()),
          Map.entry("test", Set.of()),
          Map.entry("git_status", Set.of()),
          Map.entry("git_diff", Set.of()),
          Map.entry("comment", Set.of("text")),
          Map.entry("finish", Set.of("summary")));

  private final Path root;
  private final Set<String> written = new HashSet<>();

  private Workspace(Path root) {
    this.root = root;
  }

  static Workspace copyOf(Path repository, Path root) throws IOException {
    try (var files = Files.walk(repository)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var copy = root.resolve(repository.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
    return new Workspace(root);
  }

  /// The files that were written or edited.
  Set<String> written() {
    return Set.copyOf(written);
  }

  /// Carries a call out and answers what the model would see of it.
  String apply(String tool, JsonNode arguments) throws IOException, InterruptedException {
    assertThat(TOOLS).containsKey(tool);
    assertThat(arguments.properties().stream().map(Map.Entry::getKey))
        .containsExactlyInAnyOrderElementsOf(TOOLS.get(tool));
    return switch (tool) {
      case "read_file" -> Files.readString(root.resolve(arguments.get("path").asText()));
      case "write_file" -> write(arguments);
      case "edit_file" -> edit(arguments);
      case "build" -> run("node", "build.js") == 0 ? "built" : "red";
      case "test" -> isGreen() ? "green" : "red";
      default -> "done";
    };
  }

  boolean isGreen() throws IOException, InterruptedException {
    return run("node", "build.js") == 0 && run("node", "--test") == 0;
  }

  private String write(JsonNode arguments) throws IOException {
    var path = arguments.get("path").asText();
    assertThat(root.resolve(path)).doesNotExist();
    Files.writeString(root.resolve(path), arguments.get("content").asText());
    written.add(path);
    return "written";
  }

  private String edit(JsonNode arguments) throws IOException {
    var path = arguments.get("path").asText();
    var text = Files.readString(root.resolve(path));
    var oldText = arguments.get("old_text").asText();
    assertThat(text.split(Pattern.quote(oldText), -1)).hasSize(2);
    Files.writeString(
        root.resolve(path), text.replace(oldText, arguments.get("new_text").asText()));
    written.add(path);
    return "edited";
  }

  private int run(String... command) throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(List.of(command))
            .directory(root.toFile())
            .redirectErrorStream(true)
            .start();
    process.getOutputStream().close();
    process.getInputStream().transferTo(OutputStream.nullOutputStream());
    return process.waitFor();
  }
}
