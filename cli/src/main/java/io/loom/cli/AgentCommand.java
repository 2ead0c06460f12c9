package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Json;
import io.loom.cli.screen.Screen;
import io.loom.cli.screen.Span;
import io.loom.cli.screen.Table;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `loom agent`.
@Command(name = "agent", addMethodSubcommands = false, description = "Who does the work.")
final class AgentCommand {
  private final Session session;

  AgentCommand(Session session) {
    this.session = session;
  }

  @Command(name = "list", description = "List the agents.")
  void list(
      @Option(
              names = {"-p", "--project"},
              description = "Of this project.")
          @Nullable String project) {
    var agents = session.client().get(ApiPath.of("agents").with("project_id", project));
    session.list(
        agents,
        "There are no agents. `loom agent create NAME --persona P --project ID` makes one.",
        screen -> table(screen, agents));
  }

  private static Table table(Screen screen, JsonNode agents) {
    var table = new Table("ID", "name", "STATUS", "PERSONA", "PROJECT", "BEAD", "ACTIVE");
    for (var agent : agents) {
      table.row(
          Span.bold(text(agent, "id")),
          Span.of(text(agent, "name")),
          Span.status(text(agent, "status")),
          Span.of(text(agent, "persona_name")),
          Span.of(text(agent, "project_id")),
          Span.of(text(agent, "current_bead")),
          screen.age(text(agent, "last_active")));
    }
    return table;
  }

  @Command(name = "show", description = "Show an agent.")
  void show(@Parameters(paramLabel = "ID", description = "The agent.") String id) {
    var agent = session.client().get(ApiPath.of("agents", id));
    session.show(
        agent,
        screen -> {
          screen.line(Span.bold(text(agent, "name")), Span.dim("  " + text(agent, "id")));
          screen.field("status", Span.status(text(agent, "status")));
          screen.field("role", text(agent, "role"));
          screen.field("persona", text(agent, "persona_name"));
          screen.field("project", text(agent, "project_id"));
          screen.field("provider", text(agent, "provider_id"));
          screen.field("bead", text(agent, "current_bead"));
          screen.field("created", screen.age(text(agent, "started_at")));
          screen.field("last active", screen.age(text(agent, "last_active")));
        });
  }

  @Command(name = "create", description = "Make an agent for a project.")
  void create(
      @Parameters(paramLabel = "NAME", description = "What people call it.") String name,
      @Option(
              names = "--persona",
              required = true,
              description = "Its role; see loom persona list.")
          String persona,
      @Option(
              names = {"-p", "--project"},
              required = true,
              description = "Where it works.")
          String project,
      @Option(names = "--provider", description = "Where its model is asked; else any that works.")
          @Nullable String provider) {
    var body =
        Json.object().put("name", name).put("persona_name", persona).put("project_id", project);
    Bodies.put(body, "provider_id", provider);
    var agent = session.client().post(ApiPath.of("agents"), body);
    session.say(agent, "Created agent %s.".formatted(text(agent, "id")));
  }

  @Command(name = "delete", description = "Remove an agent.")
  void delete(@Parameters(paramLabel = "ID", description = "The agent.") String id) {
    var answer = session.client().delete(ApiPath.of("agents", id));
    session.say(answer, "Deleted agent %s.".formatted(id));
  }
}
