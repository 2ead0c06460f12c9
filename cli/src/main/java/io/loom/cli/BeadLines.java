package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Failure;
import io.loom.cli.rest.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The verbs of `loom bead` for whole files of beads.
@Command(name = "bead", addMethodSubcommands = false, description = "Work items.")
final class BeadLines {
  private final Session session;

  BeadLines(Session session) {
    this.session = session;
  }

  @Command(
      name = "import",
      description = "Take over the beads of a file: one a line, as in issues.jsonl.")
  void read(
      @Parameters(
              paramLabel = "FILE",
              arity = "0..1",
              description = "The file; - or nothing is standard input.")
          @Nullable String file,
      @Option(
              names = {"-i", "--input"},
              paramLabel = "FILE",
              description = "The same.")
          @Nullable String input,
      @Option(names = "--dry-run", description = "Only say what would come of it.") boolean dryRun,
      @Option(names = "--allow-stale", description = "Even into beads that were changed since.")
          boolean allowStale,
      @Mixin ShortP said,
      @Mixin BeadScope scope) {
    scope.begin(session);
    var name = file == null ? (input == null ? "-" : input) : file;
    var path =
        ApiPath.of("projects", scope.requireProject(session, said.project()), "beads", "import")
            .with("dry_run", dryRun ? true : null)
            .with("allow_stale", allowStale ? true : null);
    var report = session.client().postLines(path, bytes(name));
    if (scope.json()) {
      new Issues(session, scope, null).write(asBd(report, name));
      return;
    }
    session.show(
        report,
        screen -> {
          screen.line(
              "%s %s new, %s changed, %s as they were, %s skipped."
                  .formatted(
                      dryRun ? "There would be" : "There are",
                      text(report, "created"),
                      text(report, "updated"),
                      text(report, "unchanged"),
                      report.path("stale_skipped_ids").size()
                          + report.path("tombstone_skipped_ids").size()));
          for (var problem : report.path("problems")) {
            screen.line("Line %s: %s".formatted(text(problem, "line"), text(problem, "detail")));
          }
        });
  }

  private byte[] bytes(String name) {
    try {
      return name.equals("-")
          ? session.terminal().in().readAllBytes()
          : Files.readAllBytes(Path.of(name));
    } catch (IOException e) {
      throw Failure.usage("%s cannot be read (%s).".formatted(name, e.getClass().getSimpleName()));
    }
  }

  /// The report in the words of `bd import`, which counts what it changed as created.
  private static JsonNode asBd(JsonNode report, String source) {
    int stale = report.path("stale_skipped_ids").size();
    int deleted = report.path("tombstone_skipped_ids").size();
    var answer =
        Json.object()
            .put("source", source)
            .put("created", report.path("created").asInt() + report.path("updated").asInt())
            .put("skipped", report.path("unchanged").asInt() + stale + deleted)
            .put("dedup_skipped", 0)
            .put("memories", 0);
    for (var key : new String[] {"ids", "stale_skipped_ids", "skipped_dependencies"}) {
      answer.set(key, report.path(key));
    }
    return answer.put("dry_run", report.path("dry_run").asBoolean());
  }

  @Command(name = "export", description = "Write all beads: one a line, as in issues.jsonl.")
  void write(
      @Parameters(
              paramLabel = "FILE",
              arity = "0..1",
              description = "The file; - or nothing is standard output.")
          @Nullable String file,
      @Option(
              names = {"--all", "--include-infra", "--include-memories", "--scrub"},
              hidden = true)
          boolean ignored,
      @Mixin ShortP said,
      @Mixin BeadScope scope) {
    scope.begin(session);
    var project = scope.requireProject(session, said.project());
    var path = ApiPath.of("projects", project, "beads", "export");
    if (file == null || file.equals("-")) {
      try (var lines = session.client().lines(path)) {
        lines.forEach(line -> session.terminal().out().print(line + "\n"));
      }
      return;
    }
    try {
      writeFile(Path.of(file).toAbsolutePath(), path);
    } catch (IOException e) {
      throw Failure.usage("%s cannot be written (%s).".formatted(file, e));
    }
  }

  /// Beside its place first, so that no half of a file ever stands there.
  private void writeFile(Path file, ApiPath path) throws IOException {
    var fresh = Files.createTempFile(file.getParent(), ".loom-export", ".tmp");
    try {
      try (var lines = session.client().lines(path);
          BufferedWriter out = Files.newBufferedWriter(fresh)) {
        for (var line : (Iterable<String>) lines::iterator) {
          out.write(line);
          out.write('\n');
        }
      }
      Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }
}
