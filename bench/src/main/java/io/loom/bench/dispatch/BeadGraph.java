package io.loom.bench.dispatch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.StringJoiner;

/// Files of beads like those of a project that has been worked on for years. The same seed makes
/// the same file.
final class BeadGraph {
  private static final int BLOCKED_PERCENT = 30;
  private static final Instant FIRST = Instant.parse("2024-01-01T00:00:00Z");
  private static final List<String> WORDS =
      List.of(
          "parser", "login", "cache", "upload", "invoice", "search", "retry", "timeout", "export",
          "metrics", "webhook", "session", "editor", "import", "billing", "queue", "scroll",
          "header", "token", "backup", "theme", "locale", "avatar", "report", "filter", "cursor");
  private static final List<String> TYPES = List.of("task", "bug", "feature", "chore");

  private final String project;
  private final Random random;
  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private int made;

  BeadGraph(String project, long seed) {
    this.project = project;
    this.random = new Random(seed + project.hashCode());
  }

  /// Beads of which nearly a third have edges to some that came before.
  ///
  /// @param closedPercent how many are done
  BeadGraph backlog(int count, int closedPercent) {
    for (int i = 0; i < count; i++) {
      boolean closed = random.nextInt(100) < closedPercent;
      var blockers = new ArrayList<String>();
      if (made > 50 && random.nextInt(100) < BLOCKED_PERCENT) {
        for (int edges = 1 + random.nextInt(3); edges > 0; edges--) {
          blockers.add(id(made - 1 - random.nextInt(50)));
        }
      }
      add(closed ? "closed" : "open", "", blockers);
    }
    return this;
  }

  /// Pairs of a bead that a person works on and one that waits for it.
  BeadGraph pairs(int count) {
    for (int i = 0; i < count; i++) {
      add("in_progress", "ana", List.of());
      add("open", "", List.of(id(made - 1)));
    }
    return this;
  }

  byte[] file() {
    return file.toByteArray();
  }

  /// The id of the nth bead of the project.
  String id(int number) {
    return "%s-%05x".formatted(project, number);
  }

  private void add(String status, String assignee, List<String> blockers) {
    var id = id(made);
    var created = FIRST.plusSeconds(made * 600L + random.nextInt(500));
    made++;
    var line = new StringJoiner(",", "{", "}\n");
    line.add(text("id", id)).add(text("title", words(6))).add(text("description", words(60)));
    line.add(text("status", status)).add("\"priority\":" + random.nextInt(5));
    line.add(text("issue_type", TYPES.get(random.nextInt(TYPES.size()))));
    if (!assignee.isEmpty()) {
      line.add(text("assignee", assignee));
    }
    line.add(text("created_at", created.toString())).add(text("created_by", "ana"));
    line.add(text("updated_at", created.plusSeconds(60).toString()));
    if (status.equals("closed")) {
      line.add(text("closed_at", created.plusSeconds(60).toString()));
    }
    line.add("\"labels\":[\"%s\"]".formatted(words(1)));
    if (!blockers.isEmpty()) {
      line.add("\"dependencies\":" + edges(id, blockers, created));
    }
    file.writeBytes(line.toString().getBytes(StandardCharsets.UTF_8));
  }

  private static String edges(String id, List<String> blockers, Instant created) {
    var edges = new StringJoiner(",", "[", "]");
    for (var blocker : blockers.stream().distinct().toList()) {
      edges.add(
          """
          {"issue_id":"%s","depends_on_id":"%s","type":"blocks","created_at":"%s","created_by":"ana"}\
          """
              .formatted(id, blocker, created));
    }
    return edges.toString();
  }

  private static String text(String key, String value) {
    return "\"%s\":\"%s\"".formatted(key, value);
  }

  private String words(int count) {
    var words = new StringJoiner(" ");
    for (int i = 0; i < count; i++) {
      words.add(WORDS.get(random.nextInt(WORDS.size())));
    }
    return words.toString();
  }
}
