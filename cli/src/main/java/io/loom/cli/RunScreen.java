package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.cli.rest.Json;
import io.loom.cli.screen.PlainText;
import io.loom.cli.screen.Screen;
import io.loom.cli.screen.Span;
import io.loom.cli.screen.Table;
import io.loom.cli.screen.Tint;
import io.loom.cli.screen.Words;
import java.util.ArrayList;
import java.util.List;

/// How runs and their steps are shown.
final class RunScreen {
  private static final int SHORT_TEXT = 6;
  private static final int SHORT_RESULT = 160;
  private static final int INDENT = 6;

  private final Screen screen;
  private final boolean full;

  /// @param full shows the model's words and results whole
  RunScreen(Screen screen, boolean full) {
    this.screen = screen;
    this.full = full;
  }

  static Table table(Screen screen, JsonNode runs) {
    var table = new Table("ID", "BEAD", "AGENT", "STATE", "TURNS", "COST", "STARTED", "reason");
    for (var run : runs) {
      table.row(
          Span.bold(text(run, "id")),
          Span.of(text(run, "bead_id")),
          Span.of(text(run, "agent_id")),
          Span.status(text(run, "state")),
          Span.of(text(run, "turns")),
          Span.of(Words.money(run.path("cost_usd"))),
          screen.age(text(run, "created_at")),
          Span.of(because(run)));
    }
    return table;
  }

  private static String because(JsonNode run) {
    var reason = text(run, "reason");
    var detail = text(run, "detail");
    return reason.isEmpty() || detail.isEmpty() ? reason + detail : reason + ": " + detail;
  }

  void header(JsonNode run) {
    screen.line(Span.bold("Run " + text(run, "id")), Span.of(" of bead " + text(run, "bead_id")));
    screen.field("state", Span.status(text(run, "state")));
    screen.field("reason", because(run));
    screen.field("project", text(run, "project_id"));
    screen.field("agent", text(run, "agent_id"));
    screen.field("model", text(run, "model") + " at " + text(run, "provider_id"));
    screen.field("dispatch", text(run, "hop"));
    screen.field("base", Words.commit(text(run, "base_commit")));
    screen.field("started", screen.age(text(run, "created_at")));
    screen.line("");
  }

  /// One step: a line that says what it was and how it went, then what the model said.
  void step(JsonNode step) {
    var kind = text(step, "kind");
    var status = text(step, "status");
    var line = new ArrayList<Span>();
    line.add(Span.dim("%4s  ".formatted(text(step, "n"))));
    line.add(new Span("%-8s ".formatted(kind), tint(kind)));
    line.add(Span.bold(text(step, "name")));
    if (!status.isEmpty() && !status.equals("done")) {
      line.add(Span.of("  "));
      line.add(Span.status(status));
    }
    boolean said = kind.equals("turn") || kind.equals("ask");
    if (!said) {
      line.add(Span.of("  " + summary(step)));
    }
    var cost = step.path("cost_usd");
    if (cost.isNumber() && cost.decimalValue().signum() > 0) {
      line.add(Span.dim("  " + Words.money(cost)));
    }
    screen.line(line.toArray(Span[]::new));
    if (said) {
      words(text(step, "text"));
    }
    if (full) {
      result(step.path("result"));
    }
  }

  private static Tint tint(String kind) {
    return switch (kind) {
      case "turn", "ask" -> Tint.CYAN;
      case "gate", "merge" -> Tint.YELLOW;
      default -> Tint.PLAIN;
    };
  }

  private void words(String text) {
    var lines = PlainText.lines(text).strip().lines().toList();
    boolean cut = !full && lines.size() > SHORT_TEXT + 1;
    screen.paragraph(String.join("\n", cut ? lines.subList(0, SHORT_TEXT) : lines), INDENT);
    if (cut) {
      screen.line(
          Span.dim(
              "%s… %d more lines, which --full shows"
                  .formatted(" ".repeat(INDENT), lines.size() - SHORT_TEXT)));
    }
  }

  /// What came of a step, in a line.
  private static String summary(JsonNode step) {
    var result = step.path("result");
    var summary = text(step, "text");
    if (summary.isEmpty()) {
      summary = text(result, "summary", "message", "error", "detail", "reason", "outcome");
    }
    if (summary.isEmpty()) {
      summary = scalars(result);
    }
    var line = PlainText.line(summary).strip();
    return line.length() <= SHORT_RESULT ? line : line.substring(0, SHORT_RESULT) + "…";
  }

  private static String scalars(JsonNode result) {
    if (result.isValueNode() && !result.isNull()) {
      return result.asText();
    }
    var parts = new ArrayList<String>();
    for (var field : result.properties()) {
      if (field.getValue().isValueNode() && !field.getValue().isNull()) {
        parts.add(field.getKey() + "=" + field.getValue().asText());
      }
    }
    return String.join(" ", parts);
  }

  private void result(JsonNode result) {
    for (var field : result.properties()) {
      var value = field.getValue();
      var text = value.isTextual() ? value.asText() : Json.pretty(value);
      var name = field.getKey() + ":";
      if (text.lines().count() > 1) {
        screen.line(Span.dim(" ".repeat(INDENT) + name));
        screen.paragraph(text, INDENT + 2);
      } else {
        screen.line(Span.dim(" ".repeat(INDENT) + name + " "), Span.of(text));
      }
    }
  }

  /// How the run stands: how it ended, or that it goes on.
  void end(JsonNode run) {
    var parts =
        List.of(
            Words.count(run.path("turns").asInt(), "turn"),
            "%d + %d tokens"
                .formatted(
                    run.path("prompt_tokens").asLong(), run.path("completion_tokens").asLong()),
            Words.money(run.path("cost_usd")));
    screen.line("");
    screen.line(
        Span.status(text(run, "state")),
        Span.of(because(run).isEmpty() ? "" : " (" + because(run) + ")"),
        Span.dim("  " + String.join(", ", parts.stream().filter(it -> !it.isEmpty()).toList())));
    screen.field("result", Words.commit(text(run, "result_commit")));
  }
}
