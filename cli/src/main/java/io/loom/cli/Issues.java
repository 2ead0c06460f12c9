package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Failure;
import io.loom.cli.rest.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Beads as `bd` knows them: the objects of `issues.jsonl`, and answers in its shapes.
final class Issues {
  private final Session session;
  private final BeadScope scope;
  private final @Nullable String said;
  private @Nullable Map<String, ObjectNode> book;

  /// @param said the project, if an option of the verb names it
  Issues(Session session, BeadScope scope, @Nullable String said) {
    this.session = session;
    this.scope = scope;
    this.said = said;
  }

  /// All beads by id: of the project, or of all projects when none is meant.
  Map<String, ObjectNode> book() {
    var known = book;
    if (known == null) {
      known = new LinkedHashMap<>();
      for (var project : projects()) {
        for (var issue : lines(ApiPath.of("projects", project, "beads", "export"))) {
          known.put(text(issue, "id"), issue);
        }
      }
      book = known;
    }
    return known;
  }

  private List<String> projects() {
    var chosen = scope.project(session, said);
    if (chosen.isPresent()) {
      return List.of(chosen.get());
    }
    var all = new ArrayList<String>();
    session.client().get(ApiPath.of("projects")).forEach(it -> all.add(text(it, "id")));
    return all;
  }

  private List<ObjectNode> lines(ApiPath path) {
    try (var lines = session.client().lines(path)) {
      return lines.flatMap(Issues::parse).toList();
    }
  }

  private static Stream<ObjectNode> parse(String line) {
    return Json.parse(line).orElse(null) instanceof ObjectNode issue
        ? Stream.of(issue)
        : Stream.empty();
  }

  /// A bead as it is now.
  ///
  /// @param view what the server answered to a change of it
  ObjectNode fresh(JsonNode view) {
    var id = text(view, "id");
    var path = ApiPath.of("projects", text(view, "project_id"), "beads", "export").with("id", id);
    return lines(path).stream()
        .findFirst()
        .orElseThrow(() -> Failure.refused(404, List.of("There is no bead %s.".formatted(id))));
  }

  ObjectNode require(String given) {
    var id = id(given);
    var found = book().get(id);
    if (found == null) {
      throw Failure.refused(404, List.of("no issue found matching \"%s\"".formatted(given)));
    }
    return found;
  }

  /// The id that is meant: the hash alone will do, if one bead only has it.
  String id(String given) {
    if (given.contains("-")) {
      return given;
    }
    var found = book().keySet().stream().filter(id -> id.endsWith("-" + given)).toList();
    if (found.size() > 1) {
      throw Failure.usage("\"%s\" may be %s.".formatted(given, String.join(", ", found)));
    }
    return found.isEmpty() ? given : found.getFirst();
  }

  /// Writes an answer the way `bd` does: lists bare, objects with the version of the schema, both
  /// in an envelope if that is asked for.
  void write(JsonNode answer) {
    var shown = answer;
    if (session.terminal().variable("BD_JSON_ENVELOPE").equals("1")) {
      shown = Json.object().put("schema_version", 1).set("data", answer);
    } else if (answer instanceof ObjectNode object && !object.has("schema_version")) {
      shown = object.deepCopy().put("schema_version", 1);
    }
    session.writeJson(Json.pretty(shown));
  }

  void writeAll(Iterable<? extends JsonNode> issues) {
    var array = Json.array();
    issues.forEach(array::add);
    write(array);
  }
}
