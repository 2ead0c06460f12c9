package io.loom.server.bead;

import io.loom.ground.database.Sql;
import io.loom.server.bead.file.BeadEdge;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// Keeps the column `blocked`: whether a bead waits for others, by the rules of `bd`.
///
/// A bead that is neither closed nor pinned is blocked
/// - by itself: when it depends by `blocks` or `conditional-blocks` on a bead that is neither
///   closed nor pinned, or waits for children that are not done;
/// - by inheritance: when a parent is blocked.
///
/// A target that is not there, or only its tombstone, blocks nothing.
///
/// After a change only the beads it can concern are looked at again, level by level. Whether one is
/// blocked is then found out by climbing to its ancestors and never by their stored column: parents
/// in a circle would otherwise keep each other blocked for ever.
final class BeadBlocking {
  private static final Set<String> DONE = Set.of("closed", "pinned", "tombstone");
  private static final String NOT_DONE = "NOT IN ('closed', 'pinned', 'tombstone')";
  private static final int CHUNK = 500;

  private record State(String status, boolean blocked) {
    boolean isDone() {
      return DONE.contains(status);
    }
  }

  private record Edge(String child, String parent) {}

  private final InstantSource clock;

  BeadBlocking(InstantSource clock) {
    this.clock = clock;
  }

  /// Whether a change from one status to another can free or block other beads.
  static boolean matters(String before, String after) {
    return !before.equals(after) && (DONE.contains(before) || DONE.contains(after));
  }

  /// Makes sure that no other transaction changes the graph until this one ends. Called before any
  /// row is locked or changed.
  void lock(Handle transaction) {
    Sql.of(transaction, "UPDATE bead_graph SET changes = changes + 1 WHERE id = 1").execute();
  }

  /// Brings the column up to date after beads were added, or their status or edges changed.
  ///
  /// @param changed the beads that were written
  /// @param spawners parents that they had before or have now, since others may wait for these
  void update(Handle transaction, Collection<String> changed, Collection<String> spawners) {
    var concerned = new HashSet<>(changed);
    concerned.addAll(dependents(transaction, changed, BeadEdge.BLOCKS_TYPES));
    var parents = new HashSet<>(spawners);
    parents.addAll(parents(transaction, changed));
    concerned.addAll(dependents(transaction, parents, Set.of(BeadEdge.WAITS_FOR)));
    for (Set<String> level = concerned; !level.isEmpty(); ) {
      var flipped = settle(transaction, level);
      level = dependents(transaction, flipped, Set.of(BeadEdge.PARENT));
    }
  }

  /// Brings all beads of all projects up to date.
  void recompute(Handle transaction) {
    var all = transaction.createQuery("SELECT id FROM beads").mapTo(String.class).list();
    settle(transaction, new HashSet<>(all));
  }

  /// Looks at these beads again and returns those that changed.
  private Set<String> settle(Handle transaction, Set<String> ids) {
    var parents = new HashMap<String, List<String>>();
    var states = new HashMap<String, State>();
    climb(transaction, ids, parents, states);
    var direct = blockedByThemselves(transaction, states.keySet());
    var blocked = spread(direct, parents, states);
    var rising = new HashSet<String>();
    var falling = new HashSet<String>();
    for (var id : ids) {
      var state = states.get(id);
      if (state != null && state.blocked() != blocked.contains(id)) {
        (state.blocked() ? falling : rising).add(id);
      }
    }
    store(transaction, rising, 1);
    store(transaction, falling, 0);
    rising.addAll(falling);
    return rising;
  }

  /// Collects beads and all that are above them.
  private static void climb(
      Handle queries,
      Set<String> ids,
      Map<String, List<String>> parents,
      Map<String, State> states) {
    for (Set<String> level = ids; !level.isEmpty(); ) {
      states.putAll(states(queries, level));
      var above = new HashSet<String>();
      for (var chunk : chunks(level)) {
        var edges =
            Sql.of(
                    queries,
                    """
                    SELECT bead_id, depends_on FROM bead_edges
                    WHERE type = 'parent-child' AND bead_id IN (<ids>)
                    """)
                .bindList("ids", chunk)
                .list(row -> new Edge(row.getString("bead_id"), row.getString("depends_on")));
        for (var edge : edges) {
          above.add(edge.parent());
          parents.computeIfAbsent(edge.child(), _ -> new ArrayList<>()).add(edge.parent());
        }
      }
      above.removeAll(states.keySet());
      above.removeAll(parents.keySet());
      level = above;
    }
  }

  /// Hands being blocked down from parents to children that are not done.
  private static Set<String> spread(
      Set<String> direct, Map<String, List<String>> parents, Map<String, State> states) {
    var children = new HashMap<String, List<String>>();
    parents.forEach((child, above) ->
        above.forEach(
            parent -> children.computeIfAbsent(parent, _ -> new ArrayList<>()).add(child)));
    var blocked = new HashSet<String>();
    var waiting = new ArrayDeque<>(direct);
    while (!waiting.isEmpty()) {
      var id = waiting.remove();
      var state = states.get(id);
      if (state != null && !state.isDone() && blocked.add(id)) {
        waiting.addAll(children.getOrDefault(id, List.of()));
      }
    }
    return blocked;
  }

  private static Map<String, State> states(Handle queries, Set<String> ids) {
    var states = new HashMap<String, State>();
    for (var chunk : chunks(ids)) {
      var rows =
          Sql.of(queries, "SELECT id, status, blocked FROM beads WHERE id IN (<ids>)")
              .bindList("ids", chunk)
              .list(row ->
                  Map.entry(
                      row.getString("id"),
                      new State(row.getString("status"), row.getInt("blocked") == 1)));
      rows.forEach(row -> states.put(row.getKey(), row.getValue()));
    }
    return states;
  }

  private static Set<String> blockedByThemselves(Handle queries, Set<String> ids) {
    var blocked = new HashSet<String>();
    for (var chunk : chunks(ids)) {
      blocked.addAll(
          Sql.of(
                  queries,
                  """
                  SELECT DISTINCT e.bead_id
                  FROM bead_edges e JOIN beads t ON t.id = e.depends_on
                  WHERE e.bead_id IN (<ids>) AND e.type IN ('blocks', 'conditional-blocks')
                    AND t.status %s
                  """
                      .formatted(NOT_DONE))
              .bindList("ids", chunk)
              .list(row -> row.getString(1)));
      blocked.addAll(
          Sql.of(
                  queries,
                  """
                  SELECT e.bead_id
                  FROM bead_edges e
                    JOIN bead_edges k ON k.depends_on = e.depends_on AND k.type = 'parent-child'
                    JOIN beads c ON c.id = k.bead_id
                  WHERE e.bead_id IN (<ids>) AND e.type = 'waits-for'
                  GROUP BY e.bead_id, e.depends_on, e.gate
                  HAVING SUM(CASE WHEN c.status %s THEN 1 ELSE 0 END) > 0
                    AND (e.gate <> 'any-children'
                      OR SUM(CASE WHEN c.status = 'closed' THEN 1 ELSE 0 END) = 0)
                  """
                      .formatted(NOT_DONE))
              .bindList("ids", chunk)
              .list(row -> row.getString(1)));
    }
    return blocked;
  }

  private static Set<String> dependents(
      Handle queries, Collection<String> targets, Set<String> types) {
    var dependents = new HashSet<String>();
    for (var chunk : chunks(targets)) {
      dependents.addAll(
          Sql.of(
                  queries,
                  """
                  SELECT DISTINCT bead_id FROM bead_edges
                  WHERE depends_on IN (<ids>) AND type IN (<types>)
                  """)
              .bindList("ids", chunk)
              .bindList("types", List.copyOf(types))
              .list(row -> row.getString(1)));
    }
    return dependents;
  }

  private static Set<String> parents(Handle queries, Collection<String> children) {
    var parents = new HashSet<String>();
    for (var chunk : chunks(children)) {
      parents.addAll(
          Sql.of(
                  queries,
                  """
                  SELECT DISTINCT depends_on FROM bead_edges
                  WHERE bead_id IN (<ids>) AND type = 'parent-child'
                  """)
              .bindList("ids", chunk)
              .list(row -> row.getString(1)));
    }
    return parents;
  }

  private void store(Handle transaction, Set<String> ids, int blocked) {
    for (var chunk : chunks(ids)) {
      Sql.of(
              transaction,
              """
              UPDATE beads
              SET blocked = :blocked,
                held_since_ms = CASE WHEN hold IS NOT NULL THEN held_since_ms
                  WHEN :blocked = 1 THEN :now ELSE NULL END
              WHERE id IN (<ids>)
              """)
          .bind("blocked", blocked)
          .bind("now", clock.millis())
          .bindList("ids", chunk)
          .execute();
    }
  }

  private static List<List<String>> chunks(Collection<String> ids) {
    var all = List.copyOf(ids);
    var chunks = new ArrayList<List<String>>();
    for (int from = 0; from < all.size(); from += CHUNK) {
      chunks.add(all.subList(from, Math.min(from + CHUNK, all.size())));
    }
    return chunks;
  }
}
