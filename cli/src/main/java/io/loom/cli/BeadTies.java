package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Failure;
import io.loom.cli.rest.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The verbs of `loom bead` for what hangs on beads: dependencies, labels and comments.
@Command(name = "bead", addMethodSubcommands = false, description = "Work items.")
final class BeadTies {
  private final Session session;
  private final BeadScreen beads;

  BeadTies(Session session) {
    this.session = session;
    this.beads = new BeadScreen(session);
  }

  @Command(
      name = "dep",
      customSynopsis = {
        "loom bead dep add BEAD OTHER [-t TYPE]   BEAD waits until OTHER is closed",
        "       loom bead dep BEAD --blocks OTHER        the same the other way round",
        "       loom bead dep remove BEAD OTHER",
        "       loom bead dep list|tree BEAD",
        "       loom bead dep cycles"
      },
      description = "What a bead waits for.")
  void dependencies(
      @Parameters(paramLabel = "WORDS", arity = "1..3", description = "See above.")
          List<String> words,
      @Option(
              names = {"-t", "--type"},
              description = "Such as blocks, related or discovered-from.")
          @Nullable String type,
      @Option(names = "--blocks", paramLabel = "OTHER", description = "What waits for BEAD.")
          @Nullable String blocks,
      @Mixin BeadScope scope) {
    scope.begin(session);
    var issues = new Issues(session, scope, null);
    if (blocks != null) {
      add(issues, scope, blocks, words.getFirst(), type);
      return;
    }
    switch (words.getFirst()) {
      case "add" -> add(issues, scope, word(words, 1), word(words, 2), type);
      case "remove", "rm" -> remove(issues, scope, word(words, 1), word(words, 2), type);
      case "list" -> list(issues, scope, word(words, 1));
      case "tree" -> tree(issues, scope, word(words, 1));
      case "cycles" -> cycles(issues, scope);
      default -> throw Failure.usage("Say add, remove, list, tree or cycles.");
    }
  }

  private static String word(List<String> words, int index) {
    if (index >= words.size()) {
      throw Failure.usage(
          index == 1
              ? "Name the bead."
              : "Name the bead that %s depends on, too.".formatted(words.get(1)));
    }
    return words.get(index);
  }

  private void add(
      Issues issues, BeadScope scope, String given, String other, @Nullable String type) {
    var id = issues.id(given);
    var target = issues.id(other);
    var wanted = type == null ? "blocks" : type;
    var body = Json.object().put("depends_on", target).put("type", wanted);
    var answer = session.client().post(ApiPath.of("beads", id, "dependencies"), body);
    if (scope.json()) {
      issues.write(IssueShapes.edge("added", id, target, wanted));
    } else {
      session.say(
          answer,
          wanted.equals("blocks")
              ? "%s now waits for %s.".formatted(id, target)
              : "%s: %s %s.".formatted(id, wanted, target));
    }
  }

  private void remove(
      Issues issues, BeadScope scope, String given, String other, @Nullable String type) {
    var id = issues.id(given);
    var target = issues.id(other);
    boolean all = type == null && scope.json();
    var path =
        ApiPath.of("beads", id, "dependencies")
            .with("depends_on", target)
            .with("type", all ? null : type == null ? "blocks" : type);
    var answer = session.client().delete(path);
    if (scope.json()) {
      issues.write(
          Json.object().put("status", "removed").put("issue_id", id).put("depends_on_id", target));
    } else {
      session.say(answer, "%s no longer waits for %s.".formatted(id, target));
    }
  }

  private void list(Issues issues, BeadScope scope, String id) {
    if (!scope.json()) {
      beads.dependencies(session.client().get(ApiPath.of("beads", issues.id(id))));
      return;
    }
    var detail = IssueShapes.detail(issues.require(id), issues.book(), false, false);
    issues.write(detail.path("dependencies"));
  }

  private void tree(Issues issues, BeadScope scope, String id) {
    var tree = IssueGraph.tree(issues.require(id), issues.book());
    if (scope.json()) {
      issues.writeAll(tree);
      return;
    }
    for (var node : tree) {
      session
          .screen()
          .line(
              "%s%s %s (%s)"
                  .formatted(
                      "  ".repeat(node.path("depth").asInt()),
                      text(node, "id"),
                      text(node, "title"),
                      text(node, "status")));
    }
  }

  private void cycles(Issues issues, BeadScope scope) {
    var cycles = IssueGraph.cycles(issues.book());
    if (scope.json()) {
      issues.write(cycles);
    } else if (cycles.isEmpty()) {
      session.screen().line("No beads wait for each other.");
    } else {
      cycles.forEach(cycle -> session.screen().line(names(cycle)));
    }
  }

  private static String names(JsonNode issues) {
    var names = new ArrayList<String>();
    issues.forEach(issue -> names.add(text(issue, "id")));
    return String.join(" -> ", names);
  }

  @Command(
      name = "label",
      customSynopsis = {
        "loom bead label add|remove BEAD... LABEL",
        "       loom bead label list BEAD",
        "       loom bead label list-all"
      },
      description = "Labels of beads.")
  void labels(
      @Parameters(paramLabel = "WORDS", arity = "1..*", description = "See above.")
          List<String> words,
      @Mixin BeadScope scope) {
    scope.begin(session);
    var issues = new Issues(session, scope, null);
    switch (words.getFirst()) {
      case "add" -> label(issues, scope, words, "add_tags", "added");
      case "remove" -> label(issues, scope, words, "remove_tags", "removed");
      case "list" -> {
        var labels = issues.require(word(words, 1)).path("labels");
        write(issues, scope, labels.isMissingNode() ? Json.array() : labels);
      }
      case "list-all" -> write(issues, scope, countLabels(issues));
      default -> throw Failure.usage("Say add, remove, list or list-all.");
    }
  }

  private void label(
      Issues issues, BeadScope scope, List<String> words, String field, String done) {
    if (words.size() < 3) {
      throw Failure.usage("Name the bead and the label.");
    }
    var label = words.getLast();
    var answer = Json.array();
    for (var given : words.subList(1, words.size() - 1)) {
      var body = Json.object();
      body.putArray(field).add(label);
      var id = issues.id(given);
      var _ = session.client().patch(ApiPath.of("beads", id), body);
      answer.addObject().put("status", done).put("issue_id", id).put("label", label);
    }
    if (scope.json()) {
      issues.write(answer);
    } else {
      session.say(answer, "Label %s is %s.".formatted(label, done));
    }
  }

  private static JsonNode countLabels(Issues issues) {
    var counts = new TreeMap<String, Integer>();
    for (var issue : issues.book().values()) {
      issue.path("labels").forEach(label -> counts.merge(label.asText(), 1, Integer::sum));
    }
    var answer = Json.array();
    counts.forEach((label, count) -> answer.addObject().put("label", label).put("count", count));
    return answer;
  }

  private void write(Issues issues, BeadScope scope, JsonNode list) {
    if (scope.json()) {
      issues.write(list);
      return;
    }
    for (var one : list) {
      session
          .screen()
          .line(one.isTextual() ? one.asText() : text(one, "label") + " " + text(one, "count"));
    }
  }

  @Command(
      name = "comments",
      customSynopsis = {
        "loom bead comments BEAD",
        "       loom bead comments add BEAD TEXT|-f FILE"
      },
      description = "What was said about a bead.")
  void comments(
      @Parameters(paramLabel = "WORDS", arity = "1..3", description = "See above.")
          List<String> words,
      @Option(
              names = {"-f", "--file"},
              description = "The comment; - is standard input.")
          @Nullable String file,
      @Mixin BeadScope scope) {
    scope.begin(session);
    var issues = new Issues(session, scope, null);
    if (words.getFirst().equals("add")) {
      var text = file == null ? word(words, 2) : Input.text(file, session.terminal().in());
      say(issues, scope, issues.id(word(words, 1)), text);
      return;
    }
    var comments = issues.require(words.getFirst()).path("comments");
    if (scope.json()) {
      issues.write(comments.isMissingNode() ? Json.array() : comments);
      return;
    }
    for (var comment : comments) {
      session.screen().line(text(comment, "author"));
      session.screen().paragraph(text(comment, "text"), 2);
    }
  }

  private void say(Issues issues, BeadScope scope, String id, String text) {
    var answer =
        session
            .client()
            .post(ApiPath.of("beads", id, "comments"), Json.object().put("content", text));
    if (scope.json()) {
      issues.write(comment(answer));
    } else {
      session.say(answer, "Commented on %s.".formatted(id));
    }
  }

  private static ObjectNode comment(JsonNode view) {
    return Json.object()
        .put("id", text(view, "id"))
        .put("issue_id", text(view, "bead_id", "issue_id"))
        .put("author", text(view, "author_username", "author_id", "author"))
        .put("text", text(view, "content"))
        .put("created_at", text(view, "created_at"));
  }

  @Command(name = "comment", description = "Say something about a bead.")
  void comment(
      @Parameters(paramLabel = "ID", description = "The bead.") String id,
      @Parameters(paramLabel = "TEXT", description = "The comment; - reads standard input.")
          String text,
      @Mixin BeadScope scope) {
    scope.begin(session);
    var content = text.equals("-") ? Input.text("-", session.terminal().in()) : text;
    var issues = new Issues(session, scope, null);
    say(issues, scope, issues.id(id), content);
  }
}
