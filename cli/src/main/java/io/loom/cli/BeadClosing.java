package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Failure;
import io.loom.cli.rest.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The verbs of `loom bead` that end work on beads, put it off, and begin it anew.
@Command(name = "bead", addMethodSubcommands = false, description = "Work items.")
final class BeadClosing {
  private final Session session;

  BeadClosing(Session session) {
    this.session = session;
  }

  @Command(name = "close", description = "Close beads.")
  void close(
      @Parameters(paramLabel = "ID", arity = "1..*", description = "The beads.") List<String> ids,
      @Option(
              names = {"-r", "--reason"},
              paramLabel = "TEXT",
              description = "Why.")
          @Nullable String reason,
      @Option(names = "--reason-file", paramLabel = "FILE", description = "The same from a file.")
          @Nullable String reasonFile,
      @Option(
              names = {"-f", "--force"},
              description = "Even if the server would rather not.")
          boolean force,
      @Option(names = "--suggest-next", description = "Say what can be done now.") boolean suggest,
      @Option(names = "--claim-next", description = "Claim what is to be done next.") boolean next,
      @Option(names = "--session", hidden = true) @Nullable String ignored,
      @Mixin BeadScope scope) {
    scope.begin(session);
    var body = Json.object();
    var why = reasonFile == null ? reason : Input.text(reasonFile, session.terminal().in()).strip();
    Bodies.put(body, "reason", why);
    Bodies.flag(body, "force", force);
    var issues = new Issues(session, scope, null);
    var before = suggest ? readyIds(scope) : Set.<String>of();
    var closed = new ArrayList<JsonNode>();
    var refused = new ArrayList<Failure>();
    for (var id : ids) {
      try {
        closed.add(session.client().post(ApiPath.of("beads", issues.id(id), "close"), body));
        if (!scope.json()) {
          session.say(closed.getLast(), "%s is closed.".formatted(id));
        }
      } catch (Failure e) {
        if (e.kind() != Failure.Kind.REFUSED) {
          throw e;
        }
        refused.add(e);
      }
    }
    if (closed.isEmpty()) {
      throw refused.size() == 1 ? refused.getFirst() : all(refused);
    }
    refused.forEach(it -> session.notice(String.valueOf(it.getMessage())));
    if (scope.json()) {
      writeClosed(
          issues, closed, suggest ? unblocked(scope, before) : null, next ? next(scope) : null);
    }
  }

  private static Failure all(List<Failure> refused) {
    return Failure.refused(0, refused.stream().flatMap(it -> it.sentences().stream()).toList());
  }

  private void writeClosed(
      Issues issues,
      List<JsonNode> closed,
      @Nullable List<JsonNode> unblocked,
      @Nullable JsonNode claimed) {
    var array = Json.array();
    closed.forEach(bead -> array.add(issues.fresh(bead)));
    if (unblocked == null && claimed == null) {
      issues.write(array);
      return;
    }
    ObjectNode answer = Json.object();
    answer.set("closed", array);
    if (unblocked != null) {
      var list = answer.putArray("unblocked");
      unblocked.forEach(bead -> list.add(issues.fresh(bead)));
    }
    if (claimed != null) {
      answer.set("claimed", claimed.isMissingNode() ? null : issues.fresh(claimed));
    }
    issues.write(answer);
  }

  private JsonNode ready(BeadScope scope) {
    var project = scope.project(session, null).orElse(null);
    return session
        .client()
        .get(ApiPath.of("beads").with("project_id", project).with("ready", true));
  }

  private Set<String> readyIds(BeadScope scope) {
    var ids = new HashSet<String>();
    ready(scope).forEach(bead -> ids.add(text(bead, "id")));
    return ids;
  }

  private List<JsonNode> unblocked(BeadScope scope, Set<String> before) {
    var fresh = new ArrayList<JsonNode>();
    for (var bead : ready(scope)) {
      if (!before.contains(text(bead, "id"))) {
        fresh.add(bead);
      }
    }
    return fresh;
  }

  /// Claims the first bead that nobody has; missing when there is none.
  private JsonNode next(BeadScope scope) {
    for (var bead : ready(scope)) {
      if (text(bead, "assigned_to").isEmpty()) {
        var who = Json.object().put("agent_id", scope.actor(session));
        return session
            .client()
            .post(ApiPath.of("beads", text(bead, "id"), "claim"), who)
            .path("bead");
      }
    }
    return Json.object().path("none");
  }

  @Command(name = "reopen", description = "Open closed beads again.")
  void reopen(
      @Parameters(paramLabel = "ID", arity = "1..*", description = "The beads.") List<String> ids,
      @Option(
              names = {"-r", "--reason"},
              paramLabel = "TEXT",
              description = "Why; it becomes a comment.")
          @Nullable String reason,
      @Mixin BeadScope scope) {
    scope.begin(session);
    var body = Json.object();
    Bodies.put(body, "reason", reason);
    each(
        ids,
        scope,
        id -> session.client().post(ApiPath.of("beads", id, "reopen"), body),
        "%s is open again.");
  }

  @Command(name = "defer", description = "Put beads off.")
  void defer(
      @Parameters(paramLabel = "ID", arity = "1..*", description = "The beads.") List<String> ids,
      @Option(names = "--until", paramLabel = "TIME", description = "Such as 2026-09-20 or +2d.")
          @Nullable String until,
      @Mixin BeadScope scope) {
    scope.begin(session);
    var body = Json.object().put("status", "deferred");
    Bodies.put(body, "defer_until", until == null ? null : Moment.parse(until, session.terminal()));
    each(ids, scope, id -> session.client().patch(ApiPath.of("beads", id), body), "%s is put off.");
  }

  @Command(name = "undefer", description = "Take up again what was put off.")
  void undefer(
      @Parameters(paramLabel = "ID", arity = "1..*", description = "The beads.") List<String> ids,
      @Mixin BeadScope scope) {
    scope.begin(session);
    var body =
        Json.object()
            .put("status", "open")
            .put("defer_until", Moment.parse("", session.terminal()));
    each(
        ids,
        scope,
        id -> session.client().patch(ApiPath.of("beads", id), body),
        "%s is open again.");
  }

  private interface Change {
    JsonNode of(String id);
  }

  private void each(List<String> ids, BeadScope scope, Change change, String sentence) {
    var issues = new Issues(session, scope, null);
    var changed = new ArrayList<JsonNode>();
    for (var id : ids) {
      changed.add(change.of(issues.id(id)));
      if (!scope.json()) {
        session.say(changed.getLast(), sentence.formatted(id));
      }
    }
    if (scope.json()) {
      issues.writeAll(changed.stream().map(issues::fresh).toList());
    }
  }
}
