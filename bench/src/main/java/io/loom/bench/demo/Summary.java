package io.loom.bench.demo;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.LoomClient;
import io.loom.cli.screen.Screen;
import io.loom.cli.screen.Span;
import io.loom.cli.screen.Table;
import io.loom.cli.screen.Words;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.StreamSupport;

/// What came of it, from the server's own accounts.
record Summary(List<Row> rows) {
  /// @param commit that the bead became
  record Row(
      String bead,
      String title,
      String commit,
      String agent,
      int turns,
      long promptTokens,
      long completionTokens,
      long costMicros) {}

  private static final int MICROS = 1_000_000;

  Summary {
    rows = List.copyOf(rows);
  }

  /// The beads that became commits, in the order of their commits.
  static Summary fetch(LoomClient client, Progress progress) {
    var runs =
        StreamSupport.stream(
                client
                    .get(ApiPath.of("runs").with("project_id", Registration.PROJECT))
                    .spliterator(),
                false)
            .toList();
    var rows =
        StreamSupport.stream(
                client
                    .get(ApiPath.of("beads").with("project_id", Registration.PROJECT))
                    .spliterator(),
                false)
            .filter(bead -> !text(bead, "merged_commit").isEmpty())
            .sorted(Comparator.comparing(bead -> text(bead, "closed_at")))
            .map(bead -> row(bead, runs, progress))
            .toList();
    return new Summary(rows);
  }

  private static Row row(JsonNode bead, List<JsonNode> runs, Progress progress) {
    var id = text(bead, "id");
    var own = runs.stream().filter(run -> text(run, "bead_id").equals(id)).toList();
    return new Row(
        id,
        text(bead, "title"),
        text(bead, "merged_commit"),
        progress.bead(id).map(it -> it.agent).orElse(""),
        own.stream().mapToInt(run -> run.path("turns").asInt()).sum(),
        own.stream().mapToLong(run -> run.path("prompt_tokens").asLong()).sum(),
        own.stream().mapToLong(run -> run.path("completion_tokens").asLong()).sum(),
        own.stream().mapToLong(run -> Math.round(run.path("cost_usd").asDouble() * MICROS)).sum());
  }

  List<String> commits() {
    return rows.stream().map(Row::commit).toList();
  }

  void show(Screen screen) {
    var table = new Table("BEAD", "title", "COMMIT", "AGENT", "TURNS", "TOKENS IN", "OUT", "COST");
    var all = new ArrayList<>(rows);
    all.add(total());
    for (var row : all) {
      table.row(
          Span.bold(row.bead()),
          Span.of(row.title()),
          Span.of(Words.commit(row.commit())),
          Span.of(row.agent()),
          Span.of(Integer.toString(row.turns())),
          Span.of(Long.toString(row.promptTokens())),
          Span.of(Long.toString(row.completionTokens())),
          Span.of(Dollars.of(row.costMicros())));
    }
    screen.table(table);
  }

  private Row total() {
    return new Row(
        "total",
        "",
        "",
        "",
        rows.stream().mapToInt(Row::turns).sum(),
        rows.stream().mapToLong(Row::promptTokens).sum(),
        rows.stream().mapToLong(Row::completionTokens).sum(),
        rows.stream().mapToLong(Row::costMicros).sum());
  }
}
