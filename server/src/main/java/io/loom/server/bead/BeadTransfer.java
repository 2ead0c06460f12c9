package io.loom.server.bead;

import io.loom.api.BeadImportView;
import io.loom.ground.database.Database;
import io.loom.ground.http.Reach;
import io.loom.server.bead.file.BeadDocument;
import io.loom.server.bead.file.BeadFile;
import io.loom.server.bead.file.BeadUpsert;
import io.loom.server.event.EventLog;
import io.loom.server.reach.Actor;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// Beads in and out by hand, apart from the project's file: an import changes beads as a person
/// would, and so ends in the file as well.
final class BeadTransfer {
  private static final int PAGE = 500;

  /// Whether an import is for real.
  enum Mode {
    REAL,
    DRY_RUN
  }

  /// What becomes of beads that were changed here since the line was written.
  enum Stale {
    SKIPPED,
    OVERWRITTEN
  }

  private final Database database;
  private final BeadRepository beads;
  private final BeadChanges changes;
  private final EventLog events;

  BeadTransfer(Database database, BeadRepository beads, BeadChanges changes, EventLog events) {
    this.database = database;
    this.beads = beads;
    this.changes = changes;
    this.events = events;
  }

  boolean exists(Actor actor, String projectId) {
    return actor.reaches(projectId)
        && database.read(queries -> beads.prefix(queries, projectId)).isPresent();
  }

  /// Writes beads as lines, in the order of their ids. Read page by page, so a slow reader holds up
  /// nobody.
  ///
  /// @param ids empty for all
  void export(Reach reach, String projectId, List<String> ids, OutputStream out)
      throws IOException {
    var last = Optional.of("");
    while (last.isPresent()) {
      var after = last.get();
      var page =
          database.read(queries ->
              BeadRepository.documents(queries, projectId, ids, after, PAGE).stream()
                  .map(document -> VisibleDocument.of(queries, reach, document).seen())
                  .toList());
      for (var document : page) {
        out.write(document.line().getBytes(StandardCharsets.UTF_8));
        out.write('\n');
      }
      last = page.size() < PAGE ? Optional.empty() : Optional.of(page.getLast().id());
    }
  }

  /// @param file which is not refused
  BeadImportView read(Actor actor, String projectId, BeadFile file, Mode mode, Stale stale) {
    return database.write(transaction -> {
      transaction.savepoint("import");
      var work = new Work(transaction, actor, projectId, file, mode, stale);
      var result = work.run();
      if (mode == Mode.DRY_RUN) {
        transaction.rollbackToSavepoint("import");
      } else {
        transaction.releaseSavepoint("import");
      }
      return result;
    });
  }

  /// One import.
  private final class Work {
    private final Handle transaction;
    private final Actor actor;
    private final String projectId;
    private final BeadFile file;
    private final Mode mode;
    private final Stale stale;
    private final List<String> ids = new ArrayList<>();
    private final List<String> staleIds = new ArrayList<>();
    private final List<String> tombstones = new ArrayList<>();
    private final List<BeadImportView.Dependency> dropped = new ArrayList<>();
    private final List<BeadImportView.Problem> problems = new ArrayList<>();
    private int created;
    private int updated;
    private int unchanged;

    Work(Handle transaction, Actor actor, String projectId, BeadFile file, Mode mode, Stale stale) {
      this.transaction = transaction;
      this.actor = actor;
      this.projectId = projectId;
      this.file = file;
      this.mode = mode;
      this.stale = stale;
    }

    BeadImportView run() {
      changes.lockGraph(transaction);
      file.problems()
          .forEach(it -> problems.add(new BeadImportView.Problem(it.line(), it.detail())));
      var all = new ArrayList<>(file.beads().values());
      for (int from = 0; from < all.size(); from += PAGE) {
        readAll(all.subList(from, Math.min(from + PAGE, all.size())));
      }
      if (created + updated > 0) {
        changes.recompute(transaction);
      }
      return new BeadImportView(
          created,
          updated,
          unchanged,
          file.memories(),
          ids,
          staleIds,
          tombstones,
          dropped,
          problems,
          mode == Mode.DRY_RUN);
    }

    private void readAll(List<BeadDocument> lines) {
      var beyond = beyond(lines);
      var known = known(lines);
      var fresh = new ArrayList<BeadDocument>();
      for (var line : lines) {
        var bead = known.get(line.id());
        if (line.status().equals("tombstone")) {
          tombstones.add(line.id());
        } else if (bead == null) {
          fresh.add(within(line, beyond).explicit());
        } else {
          update(bead, within(line, beyond));
        }
      }
      beads.insertAll(transaction, projectId, fresh, BeadRepository.Origin.ELSEWHERE);
      for (var bead : fresh) {
        events.append(transaction, actor.name(), BeadEvent.Created.of(projectId, bead));
        ids.add(bead.id());
      }
      created += fresh.size();
    }

    private Map<String, Bead> known(List<BeadDocument> lines) {
      var known = new HashMap<String, Bead>();
      beads
          .findAll(transaction, lines.stream().map(BeadDocument::id).toList())
          .forEach(bead -> known.put(bead.id(), bead));
      return known;
    }

    private void update(Bead bead, BeadDocument line) {
      if (!bead.projectId().equals(projectId)) {
        var detail = "The id %s is taken in another project.".formatted(bead.id());
        problems.add(new BeadImportView.Problem(file.lineOf(bead.id()), detail));
        return;
      }
      var changed = BeadUpsert.upsert(bead.document(), line);
      var time = bead.document().raw("updated_at");
      var stamped = time == null ? changed.without("updated_at") : changed.with("updated_at", time);
      if (stamped.line().equals(bead.document().line())) {
        unchanged++;
      } else if (stale == Stale.SKIPPED && BeadUpsert.isStale(line, bead.document())) {
        staleIds.add(bead.id());
      } else {
        var document = changed.settled(changes.now());
        var _ = changes.write(transaction, actor.name(), bead, document, null);
        ids.add(bead.id());
        updated++;
      }
    }

    /// What the lines depend on that the caller may not know of.
    private Set<String> beyond(List<BeadDocument> lines) {
      var targets = new HashSet<String>();
      lines.forEach(line -> line.edges().forEach(edge -> targets.add(edge.dependsOn())));
      return BeadRepository.beyond(transaction, actor.reach(), targets);
    }

    private BeadDocument within(BeadDocument line, Set<String> beyond) {
      var result = line;
      for (var edge : line.edges()) {
        if (beyond.contains(edge.dependsOn())) {
          dropped.add(new BeadImportView.Dependency(line.id(), edge.dependsOn(), edge.type()));
          result = BeadEdits.withoutEdge(result, edge.dependsOn(), edge.type());
        }
      }
      return result;
    }
  }
}
