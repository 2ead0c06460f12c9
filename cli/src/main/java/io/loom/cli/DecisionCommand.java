package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Json;
import io.loom.cli.screen.Screen;
import io.loom.cli.screen.Span;
import io.loom.cli.screen.Table;
import io.loom.cli.screen.Tint;
import io.loom.cli.screen.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `loom decision`.
@Command(
    name = "decision",
    addMethodSubcommands = false,
    description = "Questions of agents, which wait for an answer.")
final class DecisionCommand {
  private final Session session;

  DecisionCommand(Session session) {
    this.session = session;
  }

  @Command(name = "list", description = "List the decisions that wait.")
  void list(@Option(names = "--all", description = "Those that were made, too.") boolean all) {
    var decisions =
        session.client().get(ApiPath.of("decisions").with("status", all ? null : "open"));
    session.list(
        decisions,
        all ? "There are no decisions." : "Nothing waits for a decision.",
        screen -> table(screen, decisions));
  }

  private static Table table(Screen screen, JsonNode decisions) {
    var table = new Table("ID", "PRI", "STATUS", "BEAD", "question", "ANSWER", "ASKED");
    for (var decision : decisions) {
      table.row(
          Span.bold(text(decision, "id")),
          Words.priority(decision.path("priority")),
          Span.status(text(decision, "status")),
          Span.of(text(decision, "bead_id")),
          Span.of(text(decision, "question", "title")),
          Span.of(text(decision, "decision")),
          screen.age(text(decision, "created_at")));
    }
    return table;
  }

  @Command(name = "show", description = "Show a decision with its options.")
  void show(@Parameters(paramLabel = "ID", description = "The decision.") String id) {
    var decision = session.client().get(ApiPath.of("decisions", id));
    session.show(decision, screen -> show(screen, decision));
  }

  private static void show(Screen screen, JsonNode decision) {
    screen.line(Span.bold("Decision " + text(decision, "id")));
    screen.paragraph(text(decision, "question", "title"), 0);
    screen.line("");
    screen.field("status", Span.status(text(decision, "status")));
    screen.field("priority", Words.priority(decision.path("priority")));
    screen.field("project", text(decision, "project_id"));
    screen.field("bead", text(decision, "bead_id"));
    screen.field("run", text(decision, "run_id"));
    screen.field("asked by", text(decision, "requester_id"));
    screen.field("asked", screen.age(text(decision, "created_at")));
    var recommended = text(decision, "recommendation");
    for (var option : decision.path("options")) {
      var name = option.isTextual() ? option.asText() : text(option, "id", "option", "name");
      boolean best = name.equals(recommended);
      screen.field(
          "option",
          new Span(best ? name + " (recommended)" : name, best ? Tint.GREEN : Tint.PLAIN));
    }
    screen.field("decision", Span.bold(text(decision, "decision")));
    screen.field("by", text(decision, "decider_id"));
    screen.field("because", text(decision, "rationale"));
  }

  @Command(name = "decide", description = "Make a decision.")
  void decide(
      @Parameters(paramLabel = "ID", description = "The decision.") String id,
      @Parameters(paramLabel = "OPTION", description = "One of its options.") String option,
      @Option(names = "--rationale", paramLabel = "TEXT", description = "Why; the agent reads it.")
          @Nullable String rationale) {
    var body = Json.object().put("decision", option);
    Bodies.put(body, "rationale", rationale);
    var answer = session.client().post(ApiPath.of("decisions", id, "decide"), body);
    session.say(answer, "Decided %s: %s.".formatted(id, option));
  }
}
