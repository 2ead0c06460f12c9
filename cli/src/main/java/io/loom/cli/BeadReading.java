package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The verbs of `loom bead` that show beads.
@Command(name = "bead", addMethodSubcommands = false, description = "Work items.")
final class BeadReading {
  private static final int USUAL_LIST = 50;
  private static final int USUAL_READY = 100;

  /// The order of `bd`: priority, then the newest.
  static final Comparator<ObjectNode> ORDER =
      Comparator.<ObjectNode>comparingInt(issue -> issue.path("priority").asInt())
          .thenComparing(issue -> text(issue, "created_at"), Comparator.reverseOrder())
          .thenComparing(issue -> text(issue, "id"));

  private final Session session;
  private final BeadScreen beads;

  BeadReading(Session session) {
    this.session = session;
    this.beads = new BeadScreen(session);
  }

  @Command(name = "list", description = "List beads; those that are not closed if nothing is said.")
  void list(
      @Option(names = "--search", paramLabel = "WORDS", description = "With these words.")
          @Nullable String search,
      @Mixin BeadFilters filters,
      @Mixin BeadScope scope) {
    scope.begin(session);
    if (scope.json()) {
      writeItems(new Issues(session, scope, filters.project()), filters, search, USUAL_LIST);
      return;
    }
    var project = scope.project(session, filters.project()).orElse(null);
    boolean asItIs = filters.showsClosed();
    var path = filters.with(ApiPath.of("beads").with("project_id", project));
    var found =
        session.client().get(path.with("q", search).with("limit", asItIs ? filters.limit() : null));
    long most = filters.limit() == null ? Long.MAX_VALUE : filters.limitOr(0);
    beads.list(chosen(found, filters, asItIs, most), "No beads match%s.".formatted(in(project)));
  }

  private static JsonNode chosen(
      JsonNode beads, BeadFilters filters, boolean closedToo, long most) {
    var chosen = Json.array();
    for (var bead : beads) {
      boolean wanted = closedToo || !text(bead, "status").equals("closed");
      if (chosen.size() < most && wanted && filters.matches(bead)) {
        chosen.add(bead);
      }
    }
    return chosen;
  }

  private static String in(@Nullable String project) {
    return project == null ? "" : " in project " + project;
  }

  private static void writeItems(
      Issues issues, BeadFilters filters, @Nullable String search, int usual) {
    var book = issues.book();
    issues.writeAll(
        book.values().stream()
            .filter(issue -> filters.showsClosed() || !IssueShapes.isClosed(issue))
            .filter(issue -> !text(issue, "status").equals("tombstone"))
            .filter(issue -> filters.matches(issue) && contains(issue, search))
            .sorted(ORDER)
            .limit(filters.limitOr(usual))
            .map(issue -> IssueShapes.item(issue, book))
            .toList());
  }

  private static boolean contains(JsonNode issue, @Nullable String words) {
    var wanted = words == null ? "" : words.toLowerCase(Locale.ROOT);
    return Stream.of("title", "description", "id", "notes")
        .anyMatch(key -> issue.path(key).asText().toLowerCase(Locale.ROOT).contains(wanted));
  }

  @Command(name = "search", description = "List the beads with these words, closed ones too.")
  void search(
      @Parameters(paramLabel = "WORDS", description = "In title, description, notes or id.")
          String words,
      @Mixin BeadFilters filters,
      @Mixin BeadScope scope) {
    scope.begin(session);
    var issues = new Issues(session, scope, filters.project());
    var book = issues.book();
    var found =
        book.values().stream()
            .filter(issue -> !text(issue, "status").equals("tombstone"))
            .filter(issue -> filters.matches(issue) && contains(issue, words))
            .sorted(ORDER)
            .limit(filters.limitOr(USUAL_LIST))
            .map(issue -> IssueShapes.item(issue, book))
            .toList();
    if (scope.json()) {
      issues.writeAll(found);
    } else {
      beads.list(Json.array().addAll(found), "No beads match.");
    }
  }

  @Command(name = "ready", description = "List the beads that an agent could begin now.")
  void ready(
      @Option(names = "--claim", description = "Claim the first of them.") boolean claim,
      @Option(names = "--explain", description = "With --json: what waits, too, and for what.")
          boolean explain,
      @Mixin BeadFilters filters,
      @Mixin BeadScope scope) {
    scope.begin(session);
    var project = scope.project(session, filters.project()).orElse(null);
    var path = ApiPath.of("beads").with("project_id", project).with("ready", true);
    if (!scope.json() && !claim) {
      var found = session.client().get(path.with("limit", filters.limit()));
      beads.list(
          chosen(found, filters, true, Long.MAX_VALUE),
          "No beads are ready%s.".formatted(in(project)));
      return;
    }
    var views = new ArrayList<JsonNode>();
    for (var bead : session.client().get(path)) {
      if (filters.matches(bead) && views.size() < filters.limitOr(USUAL_READY)) {
        views.add(bead);
      }
    }
    var issues = new Issues(session, scope, filters.project());
    if (claim) {
      claimFirst(views, issues, scope);
      return;
    }
    var book = issues.book();
    var items =
        views.stream()
            .map(view -> book.get(text(view, "id")))
            .flatMap(Stream::ofNullable)
            .map(issue -> IssueShapes.item(issue, book))
            .toList();
    if (explain) {
      explain(issues, items);
    } else {
      issues.writeAll(items);
    }
  }

  private void claimFirst(List<JsonNode> ready, Issues issues, BeadScope scope) {
    var answer = Json.array();
    if (!ready.isEmpty()) {
      var who = Json.object().put("agent_id", scope.actor(session));
      var path = ApiPath.of("beads", text(ready.getFirst(), "id"), "claim");
      answer.add(issues.fresh(session.client().post(path, who).path("bead")));
    }
    if (scope.json()) {
      issues.write(answer);
    } else {
      beads.list(answer, "No beads are ready.");
    }
  }

  private void explain(Issues issues, List<ObjectNode> ready) {
    var book = issues.book();
    var blocked = blocked(book);
    var cycles = IssueGraph.cycles(book);
    var answer = Json.object();
    answer.putArray("ready").addAll(ready);
    answer.putArray("blocked").addAll(blocked);
    answer.set("cycles", cycles);
    answer
        .putObject("summary")
        .put("total_ready", ready.size())
        .put("total_blocked", blocked.size())
        .put("cycle_count", cycles.size());
    issues.write(answer);
  }

  @Command(name = "blocked", description = "List the beads that wait for others.")
  void blocked(@Mixin ShortP said, @Mixin BeadScope scope) {
    scope.begin(session);
    var issues = new Issues(session, scope, said.project());
    var blocked = blocked(issues.book());
    if (scope.json()) {
      issues.writeAll(blocked);
    } else {
      beads.list(Json.array().addAll(blocked), "No bead waits for another.");
    }
  }

  private List<ObjectNode> blocked(Map<String, ObjectNode> book) {
    var blocked = new ArrayList<ObjectNode>();
    for (var issue : book.values()) {
      var blockers = IssueGraph.blockers(issue, book);
      if (!IssueShapes.isClosed(issue) && !blockers.isEmpty()) {
        var shown = IssueShapes.plain(issue);
        var by = shown.putArray("blocked_by");
        blockers.forEach(by::add);
        blocked.add(shown.put("blocked_by_count", blockers.size()));
      }
    }
    blocked.sort(ORDER);
    return blocked;
  }

  @Command(name = "show", description = "Show a bead: why it waits, what it needs, what was done.")
  void show(
      @Parameters(paramLabel = "ID", arity = "1..*", description = "The bead.") List<String> ids,
      @Option(names = "--include-comments", description = "With --json: what was said.")
          boolean comments,
      @Option(names = "--include-dependents", description = "With --json: what depends on it.")
          boolean dependents,
      @Mixin BeadScope scope) {
    scope.begin(session);
    if (scope.json()) {
      var issues = new Issues(session, scope, null);
      issues.writeAll(
          ids.stream()
              .map(issues::require)
              .map(issue -> IssueShapes.detail(issue, issues.book(), comments, dependents))
              .toList());
      return;
    }
    ids.forEach(id -> beads.show(session.client().get(ApiPath.of("beads", id))));
  }
}
