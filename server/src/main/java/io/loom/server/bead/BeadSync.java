package io.loom.server.bead;

import io.loom.server.bead.file.BeadDocument;
import io.loom.server.bead.file.BeadFile;
import io.loom.server.bead.file.BeadMerge;
import io.loom.server.bead.file.PendingFile;
import io.loom.server.event.EventLog;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Keeps beads in the database and the file of a project in step, losing the changes of neither.
final class BeadSync {
  private static final String ACTOR = "system";
  private static final int CHUNK = 500;

  /// The sides of a bead that is in the database.
  ///
  /// @param synced its line in the file as it was last read or written
  private record Known(
      String projectId,
      BeadDocument document,
      @Nullable String synced,
      long revision,
      boolean isChanged,
      boolean isHeld) {
    /// Whether a line is of a bead that somebody else made and gave the same id.
    boolean isAnother(BeadDocument line) {
      var mine = document.time("created_at");
      var other = line.time("created_at");
      return synced == null && mine != null && other != null && !mine.equals(other);
    }
  }

  private final BeadRepository beads;
  private final BeadChanges changes;
  private final EventLog events;

  BeadSync(BeadRepository beads, BeadChanges changes, EventLog events) {
    this.beads = beads;
    this.changes = changes;
    this.events = events;
  }

  /// Takes over what is new in a file. What was changed here stays as it is here; a bead that is
  /// missing in the file stays and is written again.
  BeadFile.Import read(Handle transaction, String projectId, BeadFile file) {
    var problems = new ArrayList<>(file.problems());
    if (file.refusal().isPresent()) {
      return new BeadFile.Import(0, 0, 0, problems);
    }
    changes.lockGraph(transaction);
    int created = 0;
    int updated = 0;
    boolean rewired = false;
    for (var chunk : chunks(new ArrayList<>(file.beads().values()))) {
      var known = known(transaction, chunk.stream().map(BeadDocument::id).toList());
      created += insertAll(transaction, projectId, chunk, known.keySet());
      for (var line : chunk) {
        var bead = known.get(line.id());
        if (bead != null && !bead.projectId().equals(projectId)) {
          problems.add(
              new BeadFile.Problem(
                  file.lineOf(line.id()),
                  "Bead %s belongs to another project.".formatted(line.id())));
        } else if (bead != null && bead.isAnother(line)) {
          problems.add(
              new BeadFile.Problem(file.lineOf(line.id()), setApart(transaction, bead, line)));
          rewired = true;
        } else if (bead != null && !line.line().equals(bead.synced())) {
          rewired |= update(transaction, bead, line);
          updated++;
        }
      }
    }
    keepMissing(transaction, projectId, file.beads().keySet());
    if (rewired || created > 0) {
      changes.recompute(transaction);
    }
    return new BeadFile.Import(created, updated, file.beads().size(), problems);
  }

  private int insertAll(
      Handle transaction, String projectId, List<BeadDocument> lines, Set<String> known) {
    var fresh = lines.stream().filter(line -> !known.contains(line.id())).toList();
    beads.insertAll(transaction, projectId, fresh, BeadRepository.Origin.FILE);
    fresh.forEach(line -> events.append(transaction, ACTOR, BeadEvent.Created.of(projectId, line)));
    return fresh.size();
  }

  /// Takes a changed line into a bead; true if others may be blocked or free by it.
  private boolean update(Handle transaction, Known bead, BeadDocument line) {
    var merged = bead.isChanged() ? merge(bead, line) : line;
    boolean same = merged.line().equals(line.line());
    beads.update(transaction, merged);
    markSynced(transaction, line.id(), same ? bead.revision() + 1 : bead.revision(), line.line());
    var before = bead.document();
    if (!merged.line().equals(before.line())) {
      var commit = beads.find(transaction, line.id()).orElseThrow().mergedCommit();
      changes.report(transaction, ACTOR, bead.projectId(), before, merged, null, commit);
    }
    boolean rewired = !Set.copyOf(before.edges()).equals(Set.copyOf(merged.edges()));
    if (rewired) {
      beads.storeEdges(transaction, merged);
    }
    return rewired || BeadBlocking.matters(before.status(), merged.status());
  }

  /// Gives the bead that was made here another id, so that both stay, and its old one to the line.
  ///
  /// @return what came of it, for people
  private String setApart(Handle transaction, Known bead, BeadDocument line) {
    var id = line.id();
    if (bead.isHeld()) {
      return "Bead %s was made here and elsewhere, and a run works on ours; the line waits."
          .formatted(id);
    }
    var parent = Bead.parent(bead.document());
    var prefix = beads.prefix(transaction, bead.projectId()).orElseThrow();
    var other =
        parent == null
            ? BeadIds.fresh(beads, transaction, bead.projectId(), prefix + "-", id + "|apart")
            : BeadIds.child(beads, transaction, parent);
    var moved = bead.document().withId(other);
    var made = changes.insert(transaction, ACTOR, bead.projectId(), moved).orElseThrow();
    var unchanged =
        new Known(bead.projectId(), bead.document(), null, bead.revision(), false, false);
    var _ = update(transaction, unchanged, line);
    return "Bead %s was made here and elsewhere; what was made here is now %s."
        .formatted(id, made.id());
  }

  private BeadDocument merge(Known bead, BeadDocument line) {
    var base = bead.synced() == null ? null : BeadDocument.parse(bead.synced());
    return BeadMerge.merge(base, bead.document(), line, changes.now());
  }

  private static Map<String, Known> known(Handle queries, List<String> ids) {
    var known = new HashMap<String, Known>();
    queries
        .createQuery(
            """
            SELECT id, project_id, doc, synced_doc, revision, synced_revision, holder FROM beads
            WHERE id IN (<ids>)
            """)
        .bindList("ids", ids)
        .map((row, _) ->
            known.put(
                    row.getString("id"),
                    new Known(
                        row.getString("project_id"),
                        BeadDocument.parse(row.getString("doc")),
                        row.getString("synced_doc"),
                        row.getLong("revision"),
                        row.getLong("revision") > row.getLong("synced_revision"),
                        row.getString("holder") != null))
                == null)
        .list();
    return known;
  }

  /// A bead that was in the file and is no more counts as not written, unless it is a tombstone.
  private static void keepMissing(Handle transaction, String projectId, Set<String> present) {
    var missing =
        new HashSet<>(
            transaction
                .createQuery(
                    """
                    SELECT id FROM beads
                    WHERE project_id = :project AND synced_doc IS NOT NULL AND status <> 'tombstone'
                    """)
                .bind("project", projectId)
                .mapTo(String.class)
                .list());
    missing.removeAll(present);
    for (var chunk : chunks(new ArrayList<>(missing))) {
      transaction
          .createUpdate(
              """
              UPDATE beads
              SET synced_doc = NULL, revision = revision + 1
              WHERE id IN (<ids>)
              """)
          .bindList("ids", chunk)
          .execute();
    }
  }

  /// The file as it is to be committed; nothing when no bead changed, or when the file is refused.
  Optional<PendingFile> write(Handle queries, String projectId, byte[] current) {
    var ids =
        queries
            .createQuery(
                """
                SELECT id FROM beads WHERE project_id = :project AND revision > synced_revision
                ORDER BY id
                """)
            .bind("project", projectId)
            .mapTo(String.class)
            .list();
    var file = BeadFile.parse(current);
    if (ids.isEmpty() || file.refusal().isPresent()) {
      return Optional.empty();
    }
    var written = new ArrayList<PendingFile.Written>();
    var lines = new ArrayList<BeadDocument>();
    for (var chunk : chunks(ids)) {
      known(queries, chunk)
          .forEach((id, bead) -> {
            var theirs = file.beads().get(id);
            if (theirs != null && bead.isAnother(theirs)) {
              return;
            }
            var line = file.styled(theirs == null ? bead.document() : merge(bead, theirs));
            if (theirs != null || !bead.document().status().equals("tombstone")) {
              lines.add(line);
            }
            written.add(
                new PendingFile.Written(id, bead.revision(), bead.document().line(), line.line()));
          });
    }
    return written.isEmpty()
        ? Optional.empty()
        : Optional.of(new PendingFile(projectId, file.render(lines), written));
  }

  /// Notes that a file was committed, and takes over what it joined from others.
  void markWritten(Handle transaction, PendingFile file) {
    changes.lockGraph(transaction);
    boolean rewired = false;
    for (var chunk : chunks(file.written())) {
      var known = known(transaction, chunk.stream().map(PendingFile.Written::beadId).toList());
      for (var written : chunk) {
        var bead = known.get(written.beadId());
        if (bead != null) {
          rewired |= markWritten(transaction, written, bead);
        }
      }
    }
    if (rewired) {
      changes.recompute(transaction);
    }
  }

  private boolean markWritten(Handle transaction, PendingFile.Written written, Known bead) {
    if (written.line().equals(written.document())) {
      markSynced(transaction, written.beadId(), written.revision(), written.line());
      return false;
    }
    var base = written.document();
    boolean isChanged = bead.revision() > written.revision();
    var now =
        new Known(
            bead.projectId(), bead.document(), base, bead.revision(), isChanged, bead.isHeld());
    return update(transaction, now, BeadDocument.parse(written.line()));
  }

  private static void markSynced(Handle transaction, String id, long revision, String line) {
    transaction
        .createUpdate(
            "UPDATE beads SET synced_revision = :revision, synced_doc = :line WHERE id = :id")
        .bind("id", id)
        .bind("revision", revision)
        .bind("line", line)
        .execute();
  }

  /// Projects with beads that are not in their file as they are here.
  static List<String> unsynced(Handle queries) {
    return queries
        .createQuery("SELECT DISTINCT project_id FROM beads WHERE revision > synced_revision")
        .mapTo(String.class)
        .list();
  }

  private static <T> List<List<T>> chunks(List<T> all) {
    var chunks = new ArrayList<List<T>>();
    for (int from = 0; from < all.size(); from += CHUNK) {
      chunks.add(all.subList(from, Math.min(from + CHUNK, all.size())));
    }
    return chunks;
  }
}
