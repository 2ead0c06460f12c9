package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Failure;
import io.loom.cli.rest.Json;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `loom bead`: the verbs that change one bead. Names, options and, with `--json`, answers are
/// those of `bd`, so that scripts for it run.
@Command(name = "bead", addMethodSubcommands = false, description = "Work items.")
final class BeadCommand implements HasParts {
  private final Session session;

  BeadCommand(Session session) {
    this.session = session;
  }

  @Override
  public List<Object> parts() {
    return List.of(
        new BeadReading(session),
        new BeadClosing(session),
        new BeadTies(session),
        new BeadCounts(session),
        new BeadLines(session));
  }

  @Command(name = "create", description = "Put a bead into a project.")
  void create(
      @Parameters(paramLabel = "TITLE", description = "What is to be done, in a line.")
          String title,
      @Option(names = "--id", description = "Its id; else one is made.") @Nullable String id,
      @Option(
              names = "--deps",
              paramLabel = "TYPE:BEAD",
              split = ",",
              description =
                  "What it depends on, such as discovered-from:demo-3; blocks if not said.")
          @Nullable List<String> dependencies,
      @Option(names = "--waits-for", paramLabel = "BEAD", description = "Waits for its children.")
          @Nullable String waitsFor,
      @Option(
              names = "--waits-for-gate",
              paramLabel = "all-children|any-children",
              description = "For all of them, or for one.")
          @Nullable String gate,
      @Option(names = "--silent", description = "Say nothing but its id.") boolean silent,
      @Mixin BeadFields fields,
      @Mixin BeadScope scope) {
    scope.begin(session);
    var project = scope.requireProject(session, fields.project());
    var body = Json.object().put("project_id", project).put("title", title);
    fields.putInto(body, session.terminal());
    Bodies.put(body, "id", id);
    var edges = Json.array();
    for (var dependency : dependencies == null ? List.<String>of() : dependencies) {
      edges.add(edge(dependency));
    }
    if (waitsFor != null) {
      var edge = edges.addObject().put("depends_on", waitsFor).put("type", "waits-for");
      Bodies.put(edge, "gate", gate);
    }
    if (!edges.isEmpty()) {
      body.set("dependencies", edges);
    }
    var bead = session.client().post(ApiPath.of("beads"), body);
    if (fields.isDeferred()) {
      bead = patch(text(bead, "id"), Json.object().put("status", "deferred"));
    }
    if (silent) {
      session.screen().line(text(bead, "id"));
    } else if (scope.json()) {
      var issues = new Issues(session, scope, null);
      issues.write(issues.fresh(bead));
    } else {
      session.say(bead, "Created bead %s.".formatted(text(bead, "id")));
    }
  }

  private static ObjectNode edge(String dependency) {
    int colon = dependency.startsWith("external:") ? -1 : dependency.indexOf(':');
    return Json.object()
        .put("depends_on", dependency.substring(colon + 1).strip())
        .put("type", colon < 0 ? "blocks" : dependency.substring(0, colon).strip());
  }

  private JsonNode patch(String id, ObjectNode body) {
    return session.client().patch(ApiPath.of("beads", id), body);
  }

  @Command(name = "update", description = "Change beads; what is not said stays.")
  void update(
      @Parameters(paramLabel = "ID", arity = "1..*", description = "The beads.") List<String> ids,
      @Option(names = "--title", description = "What is to be done, in a line.")
          @Nullable String title,
      @Option(
              names = {"-s", "--status"},
              description = "Such as open, blocked or deferred.")
          @Nullable String status,
      @Option(names = "--claim", description = "Take it: it is yours, and in progress.")
          boolean claim,
      @Option(names = "--add-label", split = ",", description = "One more.")
          @Nullable List<String> added,
      @Option(names = "--remove-label", split = ",", description = "One less.")
          @Nullable List<String> removed,
      @Option(names = "--append-notes", paramLabel = "TEXT", description = "At the end of them.")
          @Nullable String appended,
      @Option(names = "--set-metadata", paramLabel = "KEY=VALUE", description = "One member of it.")
          @Nullable List<String> set,
      @Option(names = "--unset-metadata", paramLabel = "KEY", description = "Remove a member.")
          @Nullable List<String> unset,
      @Option(names = "--session", hidden = true) @Nullable String ignored,
      @Mixin BeadFields fields,
      @Mixin BeadScope scope) {
    scope.begin(session);
    var body = Json.object();
    Bodies.put(body, "title", title);
    Bodies.put(body, "status", status == null && fields.isDeferred() ? "deferred" : status);
    fields.putInto(body, session.terminal());
    Bodies.put(body, "add_tags", added);
    Bodies.put(body, "remove_tags", removed);
    Bodies.put(body, "append_notes", appended);
    putMetadata(body, set, unset);
    if (body.isEmpty() && !claim) {
      throw Failure.usage("Say what is to change, such as --title or --priority.");
    }
    var issues = new Issues(session, scope, fields.project());
    var changed = new ArrayList<JsonNode>();
    for (var given : ids) {
      var id = issues.id(given);
      var answer = claim ? claimed(id, scope.actor(session)) : Json.object();
      changed.add(body.isEmpty() ? answer : patch(id, body));
    }
    if (scope.json()) {
      issues.writeAll(changed.stream().map(issues::fresh).toList());
      return;
    }
    for (int i = 0; i < ids.size(); i++) {
      session.say(changed.get(i), "Updated %s.".formatted(ids.get(i)));
    }
  }

  private static void putMetadata(
      ObjectNode body, @Nullable List<String> set, @Nullable List<String> unset) {
    if (set == null && unset == null) {
      return;
    }
    var metadata = body.withObject("/metadata");
    for (var member : set == null ? List.<String>of() : set) {
      int equals = member.indexOf('=');
      if (equals < 1) {
        throw Failure.usage("--set-metadata is KEY=VALUE.");
      }
      var value = member.substring(equals + 1);
      metadata.set(
          member.substring(0, equals),
          Json.parse(value).orElseGet(() -> Json.array().add(value).get(0)));
    }
    for (var key : unset == null ? List.<String>of() : unset) {
      metadata.putNull(key);
    }
  }

  private JsonNode claimed(String id, String who) {
    var answer =
        session.client().post(ApiPath.of("beads", id, "claim"), Json.object().put("agent_id", who));
    return answer.path("bead");
  }

  @Command(name = "claim", description = "Give a bead to an agent.")
  void claim(
      @Parameters(paramLabel = "ID", description = "The bead.") String id,
      @Option(names = "--agent", description = "Who works on it; --actor if it is not said.")
          @Nullable String agent,
      @Mixin BeadScope scope) {
    scope.begin(session);
    var issues = new Issues(session, scope, null);
    var who = agent == null ? scope.actor(session) : agent;
    var answer =
        session
            .client()
            .post(ApiPath.of("beads", issues.id(id), "claim"), Json.object().put("agent_id", who));
    if (scope.json()) {
      issues.write(issues.fresh(answer.path("bead")));
    } else {
      session.say(answer, "%s is claimed for %s.".formatted(id, who));
    }
  }

  @Command(name = "redispatch", description = "Let agents try a bead again that was given up.")
  void redispatch(
      @Parameters(paramLabel = "ID", description = "The bead.") String id,
      @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
          @Nullable String reason) {
    var body = Json.object();
    Bodies.put(body, "reason", reason);
    var answer = session.client().post(ApiPath.of("beads", id, "redispatch"), body);
    session.say(answer, "%s is up for dispatch again.".formatted(id));
  }
}
