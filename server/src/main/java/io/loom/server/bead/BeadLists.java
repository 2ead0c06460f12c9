package io.loom.server.bead;

import io.loom.ground.http.Reach;
import io.loom.server.reach.ReachSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// The lists of beads. Each is the scan of one index, so that its cost follows from what it returns
/// and not from how many beads there are.
final class BeadLists {
  /// Which beads a list is about; empty means all.
  ///
  /// @param reach of who reads the list
  record Filter(
      Reach reach,
      String projectId,
      String status,
      String type,
      List<String> assignees,
      String text) {
    Filter {
      assignees = List.copyOf(assignees);
    }

    /// The beads of a project; of all within the reach, when the id is empty.
    static Filter ofProject(Reach reach, String id) {
      return new Filter(reach, id, "", "", List.of(), "");
    }
  }

  /// Where a page begins: behind this bead.
  record Cursor(int priority, long createdMillis, String id) {
    /// @throws IllegalArgumentException when it is none
    static Cursor parse(String text) {
      var parts = text.split("\\.", 3);
      if (parts.length < 3) {
        throw new IllegalArgumentException("not a cursor: " + text);
      }
      return new Cursor(Integer.parseInt(parts[0]), Long.parseLong(parts[1]), parts[2]);
    }

    String text() {
      return priority + "." + createdMillis + "." + id;
    }
  }

  /// A bead and its place in the list.
  record Row(Bead bead, Cursor cursor) {}

  private static final String READY = "status = 'open' AND blocked = 0 AND hidden = 0";
  private static final String UNDEFERRED =
      """
      (defer_until_ms IS NULL OR defer_until_ms <= :now)
      AND NOT EXISTS (
        SELECT 1 FROM bead_edges e JOIN beads p ON p.id = e.depends_on
        WHERE e.bead_id = beads.id AND e.type = 'parent-child' AND p.defer_until_ms > :now)
      """;
  private static final String IN_OPEN_PROJECT =
      "EXISTS (SELECT 1 FROM projects j WHERE j.id = beads.project_id AND j.status <> 'closed')";

  /// Beads newest first.
  List<Row> list(Handle queries, Filter filter, @Nullable Cursor after, int limit) {
    var conditions = new ArrayList<String>();
    var values = new HashMap<String, Object>();
    narrow(filter, conditions, values);
    if (after != null) {
      conditions.add("(created_ms, id) < (:created, :id)");
      values.put("created", after.createdMillis());
      values.put("id", after.id());
    }
    var query =
        queries
            .createQuery(
                "SELECT %s, created_ms FROM beads %s ORDER BY created_ms DESC, id DESC LIMIT :limit"
                    .formatted(BeadRepository.COLUMNS, where(conditions)))
            .bindMap(values)
            .bind("limit", limit);
    return bindLists(query, filter).map((row, _) -> toRow(row)).list();
  }

  private static Row toRow(ResultSet row) throws SQLException {
    var bead = BeadRepository.toBead(row);
    return new Row(bead, new Cursor(bead.priority(), row.getLong("created_ms"), bead.id()));
  }

  /// What a person or `bd` would take next: priority, then the newest.
  List<Row> ready(Handle queries, Filter filter, Instant now, @Nullable Cursor after, int limit) {
    var conditions = new ArrayList<>(List.of(READY, UNDEFERRED));
    var values = new HashMap<String, Object>(Map.of("now", now.toEpochMilli()));
    narrow(filter, conditions, values);
    if (after != null) {
      conditions.add(
          """
          priority >= :priority AND (priority > :priority OR created_ms < :created
            OR (created_ms = :created AND id > :id))
          """);
      values.put("priority", after.priority());
      values.put("created", after.createdMillis());
      values.put("id", after.id());
    }
    return bindLists(
            queries
                .createQuery(
                    """
                    SELECT %s, created_ms FROM beads %s
                    ORDER BY priority, created_ms DESC, id LIMIT :limit
                    """
                        .formatted(BeadRepository.COLUMNS, where(conditions)))
                .bindMap(values)
                .bind("limit", limit),
            filter)
        .map((row, _) -> toRow(row))
        .list();
  }

  /// What runs may take: priority, then the oldest, so that none waits for ever; and what runs
  /// lost.
  ///
  /// @param projectId empty for all open projects
  List<Bead> dispatchable(Handle queries, String projectId, Instant now, int limit) {
    // A bead whose lease ran out is not among them: its run is still open and will be continued.
    return dispatchable(
        queries,
        READY + " AND hold IS NULL AND holder IS NULL AND not_before_ms <= :now",
        projectId,
        now,
        limit);
  }

  private static List<Bead> dispatchable(
      Handle queries, String condition, String projectId, Instant now, int limit) {
    var conditions =
        new ArrayList<>(List.of(condition, UNDEFERRED, "type NOT IN ('decision', 'epic')"));
    conditions.add(IN_OPEN_PROJECT);
    if (!projectId.isEmpty()) {
      conditions.add("project_id = :project");
    }
    return queries
        .createQuery(
            "SELECT %s FROM beads %s ORDER BY priority, created_ms, id LIMIT :limit"
                .formatted(BeadRepository.COLUMNS, where(conditions)))
        .bindMap(
            projectId.isEmpty()
                ? Map.of("now", now.toEpochMilli())
                : Map.of("now", now.toEpochMilli(), "project", projectId))
        .bind("limit", limit)
        .map((row, _) -> BeadRepository.toBead(row))
        .list();
  }

  private static void narrow(Filter filter, List<String> conditions, Map<String, Object> values) {
    conditions.add(ReachSql.within(filter.reach(), "project_id"));
    equal("project_id", filter.projectId(), conditions, values);
    equal("status", filter.status(), conditions, values);
    equal("type", filter.type(), conditions, values);
    if (!filter.assignees().isEmpty()) {
      conditions.add("assignee IN (<assignees>)");
    }
    if (!filter.text().isEmpty()) {
      conditions.add("search LIKE :text ESCAPE '!'");
      values.put("text", pattern(filter.text()));
    }
  }

  private static void equal(
      String column, String value, List<String> conditions, Map<String, Object> values) {
    if (!value.isEmpty()) {
      conditions.add("%s = :%s".formatted(column, column));
      values.put(column, value);
    }
  }

  private static String pattern(String text) {
    var escaped = text.replace("!", "!!").replace("%", "!%").replace("_", "!_");
    return "%" + escaped.toLowerCase(Locale.ROOT) + "%";
  }

  private static Query bindLists(Query query, Filter filter) {
    var bound = ReachSql.bind(query, filter.reach());
    return filter.assignees().isEmpty() ? bound : bound.bindList("assignees", filter.assignees());
  }

  private static String where(List<String> conditions) {
    return conditions.isEmpty() ? "" : "WHERE " + String.join(" AND ", conditions);
  }
}
