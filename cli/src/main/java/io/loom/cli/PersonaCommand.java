package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.screen.Span;
import io.loom.cli.screen.Table;
import io.loom.cli.screen.Words;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `loom persona`.
@Command(
    name = "persona",
    addMethodSubcommands = false,
    description = "The roles that agents can have.")
final class PersonaCommand {
  private final Session session;

  PersonaCommand(Session session) {
    this.session = session;
  }

  @Command(name = "list", description = "List the personas.")
  void list() {
    var personas = session.client().get(ApiPath.of("personas"));
    session.list(
        personas, "There are no personas in the server's folder of them.", _ -> table(personas));
  }

  private static Table table(JsonNode personas) {
    var table = new Table("NAME", "AUTONOMY", "description");
    for (var persona : personas) {
      table.row(
          Span.bold(text(persona, "name")),
          Span.of(text(persona, "autonomy_level")),
          Span.of(text(persona, "description")));
    }
    return table;
  }

  @Command(name = "show", description = "Show a persona with its instructions.")
  void show(
      @Parameters(paramLabel = "NAME", description = "Such as default/engineer, or just engineer.")
          String name) {
    var persona = session.client().get(ApiPath.of("personas").below(name.split("/", -1)));
    session.show(
        persona,
        screen -> {
          screen.line(Span.bold(text(persona, "name")));
          screen.field("description", text(persona, "description"));
          screen.field("role", text(persona, "role"));
          screen.field("autonomy", text(persona, "autonomy_level"));
          screen.field("focus", Words.list(persona.path("focus_areas")));
          screen.field("file", text(persona, "persona_file"));
          screen.line("");
          screen.paragraph(text(persona, "instructions", "mission"), 0);
        });
  }
}
