package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Failure;
import io.loom.cli.rest.Json;
import io.loom.cli.screen.Span;
import io.loom.cli.screen.Table;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// `loom project milestone`.
final class ProjectMilestones {
  /// What can be done with milestones.
  enum Verb {
    LIST,
    ADD,
    SET,
    REMOVE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Session session;
  private final ApiPath path;

  ProjectMilestones(Session session, String project) {
    this.session = session;
    this.path = ApiPath.of("projects", project, "milestones");
  }

  void run(
      Verb verb,
      @Nullable String name,
      @Nullable String due,
      @Nullable String type,
      @Nullable String status) {
    if (verb != Verb.LIST && name == null) {
      throw Failure.usage("Name the milestone, too.");
    }
    var which = name == null ? "" : name;
    var body = Json.object();
    Bodies.put(body, "due_date", due == null ? null : time(due));
    Bodies.put(body, "type", type);
    Bodies.put(body, "status", status);
    switch (verb) {
      case LIST -> list();
      case ADD -> {
        var made = session.client().post(path, body.put("name", which));
        session.say(made, "Created milestone %s.".formatted(text(made, "id")));
      }
      case SET ->
          session.say(
              session.client().patch(path.below(which), body),
              "Updated milestone %s.".formatted(which));
      case REMOVE ->
          session.say(
              session.client().delete(path.below(which)), "Removed milestone %s.".formatted(which));
    }
  }

  private void list() {
    JsonNode milestones = session.client().get(path);
    session.list(
        milestones,
        "There are no milestones.",
        _ -> {
          var table = new Table("ID", "name", "STATUS", "TYPE", "DUE");
          for (var milestone : milestones) {
            table.row(
                Span.bold(text(milestone, "id")),
                Span.of(text(milestone, "name")),
                Span.status(text(milestone, "status")),
                Span.of(text(milestone, "type")),
                Span.of(text(milestone, "due_date").replaceAll("T.*", "")));
          }
          return table;
        });
  }

  /// A day begins at midnight, in UTC; a time is taken as it is, and nothing removes the date.
  static String time(String date) {
    if (date.isBlank()) {
      return "0001-01-01T00:00:00Z";
    }
    return date.matches("\\d{4}-\\d{2}-\\d{2}") ? date + "T00:00:00Z" : date;
  }
}
