package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Failure;
import io.loom.cli.rest.Json;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The verbs of `loom bead` that count beads.
@Command(name = "bead", addMethodSubcommands = false, description = "Work items.")
final class BeadCounts {
  private final Session session;

  BeadCounts(Session session) {
    this.session = session;
  }

  @Command(name = "stats", description = "How many beads there are of each kind.")
  void stats(@Mixin ShortP said, @Mixin BeadScope scope) {
    scope.begin(session);
    var issues = new Issues(session, scope, said.project());
    var stats = stats(issues, scope, said);
    if (scope.json()) {
      issues.write(stats);
    } else {
      stats
          .properties()
          .forEach(
              it -> session.screen().field(it.getKey().replace('_', ' '), it.getValue().asText()));
    }
  }

  @Command(name = "status", description = "The same as stats.")
  void status(@Mixin ShortP said, @Mixin BeadScope scope) {
    stats(said, scope);
  }

  private ObjectNode stats(Issues issues, BeadScope scope, ShortP said) {
    var book = issues.book();
    var all =
        book.values().stream().filter(issue -> !text(issue, "status").equals("tombstone")).toList();
    var project = scope.project(session, said.project()).orElse(null);
    var ready =
        session
            .client()
            .get(ApiPath.of("beads").with("project_id", project).with("ready", true))
            .size();
    long blocked =
        all.stream()
            .filter(issue -> !IssueShapes.isClosed(issue))
            .filter(issue -> !IssueGraph.blockers(issue, book).isEmpty())
            .count();
    return Json.object()
        .put("total_issues", all.size())
        .put("open_issues", count(all, "open"))
        .put("in_progress_issues", count(all, "in_progress"))
        .put("closed_issues", count(all, "closed"))
        .put("blocked_issues", blocked)
        .put("deferred_issues", count(all, "deferred"))
        .put("ready_issues", ready)
        .put("pinned_issues", all.stream().filter(it -> it.path("pinned").asBoolean()).count())
        .put("epics_eligible_for_closure", eligible(issues).size())
        .put("average_lead_time_hours", leadTime(all));
  }

  private static long count(Collection<ObjectNode> all, String status) {
    return all.stream().filter(issue -> statusOf(issue).equals(status)).count();
  }

  private static String statusOf(JsonNode issue) {
    var status = text(issue, "status");
    return status.isEmpty() ? "open" : status;
  }

  private static double leadTime(Collection<ObjectNode> all) {
    return all.stream()
        .filter(issue -> statusOf(issue).equals("closed"))
        .filter(issue -> time(issue, "created_at") != null && time(issue, "closed_at") != null)
        .mapToDouble(issue -> hours(time(issue, "created_at"), time(issue, "closed_at")))
        .average()
        .orElse(0);
  }

  private static double hours(@Nullable Instant from, @Nullable Instant to) {
    return from == null || to == null ? 0 : Duration.between(from, to).toSeconds() / 3600.0;
  }

  private static @Nullable Instant time(JsonNode issue, String key) {
    try {
      var text = text(issue, key);
      return text.isEmpty() ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException _) {
      return null;
    }
  }

  private static List<ObjectNode> eligible(Issues issues) {
    return epics(issues).stream().filter(it -> it.path("eligible_for_close").asBoolean()).toList();
  }

  private static List<ObjectNode> epics(Issues issues) {
    var book = issues.book();
    return book.values().stream()
        .filter(issue -> text(issue, "issue_type").equals("epic"))
        .filter(issue -> !IssueShapes.isClosed(issue))
        .map(epic -> {
          var children = IssueShapes.children(text(epic, "id"), book);
          long closed = children.stream().filter(IssueShapes::isClosed).count();
          var status = Json.object();
          status.set("epic", IssueShapes.plain(epic));
          return status
              .put("total_children", children.size())
              .put("closed_children", closed)
              .put("eligible_for_close", !children.isEmpty() && closed == children.size());
        })
        .toList();
  }

  @Command(
      name = "epic",
      customSynopsis = "loom bead epic status",
      description = "How far epics have come.")
  void epic(
      @Parameters(paramLabel = "status", description = "What to do.") String word,
      @Mixin BeadScope scope) {
    scope.begin(session);
    if (!word.equals("status")) {
      throw Failure.usage("Say `loom bead epic status`.");
    }
    var issues = new Issues(session, scope, null);
    var epics = epics(issues);
    if (scope.json()) {
      issues.writeAll(epics);
      return;
    }
    for (var epic : epics) {
      session
          .screen()
          .line(
              "%s %s: %s of %s closed"
                  .formatted(
                      text(epic.path("epic"), "id"),
                      text(epic.path("epic"), "title"),
                      text(epic, "closed_children"),
                      text(epic, "total_children")));
    }
  }

  @Command(name = "count", description = "How many beads match.")
  void count(@Mixin BeadFilters filters, @Mixin BeadScope scope) {
    scope.begin(session);
    var issues = new Issues(session, scope, filters.project());
    long count =
        issues.book().values().stream()
            .filter(issue -> !text(issue, "status").equals("tombstone"))
            .filter(filters::matches)
            .count();
    if (scope.json()) {
      issues.write(Json.object().put("count", count));
    } else {
      session.screen().line(String.valueOf(count));
    }
  }

  @Command(name = "stale", description = "List open beads that nothing happened to for long.")
  void stale(
      @Option(names = "--days", defaultValue = "30", description = "For so many days.") int days,
      @Mixin BeadFilters filters,
      @Mixin BeadScope scope) {
    scope.begin(session);
    var issues = new Issues(session, scope, filters.project());
    var book = issues.book();
    var before = session.terminal().clock().instant().minus(Duration.ofDays(days));
    var stale =
        book.values().stream()
            .filter(issue -> !IssueShapes.isClosed(issue) && filters.matches(issue))
            .filter(issue -> {
              var updated = time(issue, "updated_at");
              return updated != null && updated.isBefore(before);
            })
            .limit(filters.limitOr(50))
            .map(issue -> IssueShapes.item(issue, book))
            .toList();
    if (scope.json()) {
      issues.writeAll(stale);
    } else {
      new BeadScreen(session)
          .list(Json.array().addAll(stale), "No bead is older than %d days.".formatted(days));
    }
  }
}
