package io.loom.server.bead;

import io.loom.server.bead.file.BeadDocument;
import io.loom.server.bead.file.BeadEdge;
import io.loom.server.event.EventLog;
import io.loom.server.reach.Actor;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Stores a changed document with all that follows from it: columns, edges, who is blocked, events.
final class BeadChanges {
  private final BeadRepository beads;
  private final BeadBlocking blocking;
  private final EventLog events;
  private final InstantSource clock;

  BeadChanges(BeadRepository beads, BeadBlocking blocking, EventLog events, InstantSource clock) {
    this.beads = beads;
    this.blocking = blocking;
    this.events = events;
    this.clock = clock;
  }

  /// The time as documents have it.
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }

  /// Must come before any bead is locked or written, where the change can concern other beads.
  void lockGraph(Handle transaction) {
    blocking.lock(transaction);
  }

  /// Adds a bead; nothing if there is one with its id.
  Optional<Bead> insert(Handle transaction, String actor, String projectId, BeadDocument document) {
    if (!beads.insert(transaction, projectId, document)) {
      return Optional.empty();
    }
    blocking.update(transaction, Set.of(document.id()), Set.of());
    var bead = reread(transaction, document.id());
    events.append(transaction, actor, BeadEvent.Created.of(projectId, document));
    return Optional.of(bead);
  }

  /// Stores a document if it is another than the bead has.
  Bead store(Handle transaction, String actor, Bead before, BeadDocument changed) {
    return store(transaction, actor, before, changed, null);
  }

  /// @param reason of a new status, for the events
  Bead store(
      Handle transaction,
      String actor,
      Bead before,
      BeadDocument changed,
      @Nullable String reason) {
    return write(transaction, actor, before, changed, reason)
        ? reread(transaction, before.id())
        : before;
  }

  /// Like [#store], for those who do not look at the bead afterwards.
  ///
  /// @return whether anything changed
  boolean write(
      Handle transaction,
      String actor,
      Bead before,
      BeadDocument changed,
      @Nullable String reason) {
    if (changed.line().equals(before.document().line())) {
      return false;
    }
    var after = changed.touched(now());
    beads.update(transaction, after);
    settle(transaction, before.document(), after);
    report(
        transaction,
        actor,
        before.projectId(),
        before.document(),
        after,
        reason,
        before.mergedCommit());
    return true;
  }

  /// Brings edges and blocked beads up to date with a stored document.
  void settle(Handle transaction, BeadDocument before, BeadDocument after) {
    boolean rewired = !Set.copyOf(before.edges()).equals(Set.copyOf(after.edges()));
    if (rewired) {
      beads.storeEdges(transaction, after);
    }
    if (rewired || BeadBlocking.matters(before.status(), after.status())) {
      blocking.update(transaction, Set.of(after.id()), targets(before, Set.of(BeadEdge.PARENT)));
    }
  }

  void recompute(Handle transaction) {
    blocking.recompute(transaction);
  }

  /// Tells the log what became of a bead.
  ///
  /// @param reason of a new status, if there is one
  /// @param commit that it was merged as, if it was
  void report(
      Handle transaction,
      String actor,
      String project,
      BeadDocument before,
      BeadDocument after,
      @Nullable String reason,
      @Nullable String commit) {
    var id = after.id();
    var title = after.text("title");
    if (before.status().equals(after.status())) {
      events.append(transaction, actor, new BeadEvent.Updated(id, project, title));
      return;
    }
    events.append(
        transaction,
        actor,
        new BeadEvent.StatusChange(id, project, before.status(), after.status(), reason));
    if (after.status().equals("closed")) {
      events.append(
          transaction, actor, new BeadEvent.Completed(id, project, title, reason, commit));
    }
  }

  private Bead reread(Handle transaction, String id) {
    return beads.find(transaction, id).orElseThrow();
  }

  static Set<String> targets(BeadDocument document, Set<String> types) {
    var targets = new HashSet<String>();
    for (var edge : document.edges()) {
      if (types.contains(edge.type())) {
        targets.add(edge.dependsOn());
      }
    }
    return targets;
  }

  /// Why a document may not have the edges that it has beyond those of before.
  ///
  /// @param actor who ties them; what is beyond his reach is not there
  Optional<String> refusal(Handle queries, Actor actor, BeadDocument before, BeadDocument after) {
    var old = Set.copyOf(before.edges());
    var added = after.edges().stream().filter(edge -> !old.contains(edge)).toList();
    for (var edge : added) {
      if (edge.dependsOn().equals(after.id())) {
        return Optional.of("A bead cannot depend on itself.");
      }
      if (!edge.dependsOn().startsWith("external:")
          && beads
              .find(queries, edge.dependsOn())
              .filter(bead -> actor.reaches(bead.projectId()))
              .isEmpty()) {
        return Optional.of("There is no bead %s.".formatted(edge.dependsOn()));
      }
      if (BeadEdge.BLOCKING.contains(edge.type())
          && reaches(queries, edge.dependsOn(), after.id())) {
        return Optional.of(
            "%s depends on %s already, so neither could ever be ready."
                .formatted(edge.dependsOn(), after.id()));
      }
    }
    return Optional.empty();
  }

  /// Why a bead is not to be closed.
  Optional<String> closeRefusal(Handle queries, Bead bead, BeadService.Guard guard) {
    var document = bead.document();
    if (document.flag("is_template")) {
      return Optional.of("Templates are never closed.");
    }
    if (guard == BeadService.Guard.FORCED) {
      return Optional.empty();
    }
    if (document.flag("pinned") || bead.status().equals("pinned")) {
      return Optional.of("Bead %s is pinned.".formatted(bead.id()));
    }
    if (bead.blocked()) {
      return Optional.of("Bead %s waits for other beads.".formatted(bead.id()));
    }
    int open = bead.type().equals("epic") ? beads.countOpenChildren(queries, bead.id()) : 0;
    return open == 0
        ? Optional.empty()
        : Optional.of("Epic %s has %d open children.".formatted(bead.id(), open));
  }

  /// Whether a bead depends on another, in any number of steps.
  private static boolean reaches(Handle queries, String from, String to) {
    return queries
            .createQuery(
                """
                WITH RECURSIVE reached (id) AS (
                  SELECT CAST(:from AS TEXT)
                  UNION
                  SELECT e.depends_on FROM bead_edges e JOIN reached r ON e.bead_id = r.id
                  WHERE e.type IN (<types>))
                SELECT COUNT(*) FROM reached WHERE id = :to
                """)
            .bind("from", from)
            .bind("to", to)
            .bindList("types", List.copyOf(BeadEdge.BLOCKING))
            .mapTo(Integer.class)
            .one()
        > 0;
  }
}
