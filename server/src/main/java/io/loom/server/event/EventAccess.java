package io.loom.server.event;

import io.loom.ground.http.Caller;
import io.loom.ground.http.Reach;
import io.loom.server.reach.ReachSql;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.statement.Query;

/// Which events somebody may read: those about projects within his reach and what is in them, those
/// about providers if he may read providers, and all others if he administers the system. A kind of
/// event that is not named here is one of the others.
///
/// @param reach the projects whose events he reads
/// @param open the kinds of events that he reads wherever they happened
/// @param isAdministrator whether he reads every kind, as far as it is not about a project
record EventAccess(Reach reach, Set<String> open, boolean isAdministrator) {
  /// What the names of types begin with that are about projects and what is in them.
  private static final List<String> OF_PROJECTS =
      List.of("agent", "bead", "comment", "decision", "member", "merge", "project", "run");

  /// Every event.
  static final EventAccess ALL = new EventAccess(Reach.EVERYTHING, Set.of(), true);

  static EventAccess of(Caller caller) {
    return new EventAccess(
        caller.reach(),
        caller.may("providers:read") ? Set.of("provider") : Set.of(),
        caller.may("system:admin"));
  }

  boolean takes(StoredEvent event) {
    var kind = event.type().substring(0, Math.max(0, event.type().indexOf('.')));
    var project = event.projectId();
    if (OF_PROJECTS.contains(kind) && project != null) {
      return reach.includes(project);
    }
    return isAdministrator || open.contains(kind);
  }

  /// Whether one event may change what he may read.
  static boolean changesReach(StoredEvent event) {
    return event.type().equals("project.created") || event.type().startsWith("member.");
  }

  /// What [#takes] says, as a condition of SQL on the table of events.
  String condition() {
    var ofProjects = "project_id IS NOT NULL AND " + isOf(OF_PROJECTS);
    if (isAdministrator) {
      return switch (reach) {
        case Reach.Everything _ -> "1 = 1";
        case Reach.Projects _ ->
            "(NOT (%s) OR %s)".formatted(ofProjects, ReachSql.within(reach, "project_id"));
      };
    }
    var conditions = new ArrayList<String>();
    conditions.add("(%s AND %s)".formatted(ofProjects, ReachSql.within(reach, "project_id")));
    if (!open.isEmpty()) {
      conditions.add(isOf(open));
    }
    return "(" + String.join(" OR ", conditions) + ")";
  }

  private static String isOf(Iterable<String> kinds) {
    var likes = new ArrayList<String>();
    kinds.forEach(kind -> likes.add("type LIKE '%s.%%'".formatted(kind)));
    return "(" + String.join(" OR ", likes) + ")";
  }

  Query bind(Query query) {
    return ReachSql.bind(query, reach);
  }
}
