package io.loom.server.bead;

import io.loom.ground.database.Sql;
import io.loom.server.bead.file.BeadDocument;
import io.loom.server.event.EventLog;
import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Who holds a bead. Each change is decided by one conditional statement, so of any number of
/// racing runs one wins, and a run whose lease went to another changes nothing any more.
final class BeadLeases {
  private static final String ACTOR = "system";
  private static final int TRIES = 3;

  private final BeadRepository beads;
  private final BeadChanges changes;
  private final EventLog events;

  BeadLeases(BeadRepository beads, BeadChanges changes, EventLog events) {
    this.beads = beads;
    this.changes = changes;
    this.events = events;
  }

  /// Gives a bead to a run, and answers its new fence.
  Optional<Long> take(Handle transaction, String beadId, String runId, Instant until) {
    long tried = -1;
    for (int i = 0; i < TRIES; i++) {
      var bead = beads.find(transaction, beadId);
      // Unless the document changed meanwhile, another try would meet the same refusal.
      if (bead.isEmpty() || bead.get().revision() == tried) {
        return Optional.empty();
      }
      tried = bead.get().revision();
      var fence = takeAsSeen(transaction, bead.get(), runId, until);
      if (fence.isPresent()) {
        return fence;
      }
    }
    return Optional.empty();
  }

  /// Gives a bead to a run that has seen it like this; when it changed meanwhile, it is looked at
  /// again.
  Optional<Long> take(Handle transaction, Bead seen, String runId, Instant until) {
    var fence = takeAsSeen(transaction, seen, runId, until);
    return fence.isPresent() ? fence : take(transaction, seen.id(), runId, until);
  }

  private Optional<Long> takeAsSeen(Handle transaction, Bead bead, String runId, Instant until) {
    var now = changes.now();
    var document = bead.document().withStatus("in_progress", now).touched(now);
    if (!take(transaction, bead, document, runId, until, now)) {
      return Optional.empty();
    }
    var project = bead.projectId();
    events.append(transaction, ACTOR, new BeadEvent.Assigned(bead.id(), project, runId));
    if (!bead.status().equals("in_progress")) {
      events.append(
          transaction,
          ACTOR,
          new BeadEvent.StatusChange(bead.id(), project, bead.status(), "in_progress", null));
    }
    return Optional.of(bead.fence() + 1);
  }

  private static boolean take(
      Handle transaction,
      Bead bead,
      BeadDocument document,
      String runId,
      Instant until,
      Instant now) {
    var updated = document.time("updated_at");
    return Sql.of(
                transaction,
                """
                UPDATE beads
                SET holder = :run, fence = fence + 1, lease_expires_ms = :until,
                  dispatches = dispatches + 1, status = 'in_progress', doc = :doc,
                  updated_ms = :updated, revision = revision + 1
                WHERE id = :id AND revision = :revision AND fence = :fence
                  AND blocked = 0 AND hidden = 0 AND hold IS NULL
                  AND status IN ('open', 'in_progress')
                  AND (holder IS NULL OR lease_expires_ms <= :now)
                """)
            .bind("id", bead.id())
            .bind("revision", bead.revision())
            .bind("fence", bead.fence())
            .bind("run", runId)
            .bind("until", until.toEpochMilli())
            .bind("doc", document.line())
            .bind("updated", updated == null ? now.toEpochMilli() : updated.toEpochMilli())
            .bind("now", now.toEpochMilli())
            .execute()
        == 1;
  }

  boolean renew(Handle transaction, String beadId, String runId, long fence, Instant until) {
    return Sql.of(
                transaction,
                """
                UPDATE beads SET lease_expires_ms = :until
                WHERE id = :id AND holder = :run AND fence = :fence
                """)
            .bind("id", beadId)
            .bind("run", runId)
            .bind("fence", fence)
            .bind("until", until.toEpochMilli())
            .execute()
        == 1;
  }

  /// Takes the bead from a run that holds it by this fence, and gives it its new status.
  boolean release(Handle transaction, String beadId, String runId, long fence, Release release) {
    changes.lockGraph(transaction);
    if (!letGo(transaction, beadId, runId, fence, release)) {
      return false;
    }
    var bead = beads.find(transaction, beadId).orElseThrow();
    var _ = changes.write(transaction, ACTOR, bead, released(bead, release), reason(release));
    return true;
  }

  private boolean letGo(
      Handle transaction, String beadId, String runId, long fence, Release release) {
    var terms = Terms.of(release);
    return Sql.of(
                transaction,
                """
                UPDATE beads
                SET holder = NULL, lease_expires_ms = NULL, cost_micros = cost_micros + :cost,
                  not_before_ms = :notBefore, hold = CAST(:hold AS TEXT),
                  held_since_ms =
                    CASE WHEN CAST(:hold AS TEXT) IS NULL THEN held_since_ms ELSE :now END,
                  verified = COALESCE(CAST(:verified AS TEXT), verified),
                  merged_commit = COALESCE(CAST(:commit AS TEXT), merged_commit)
                WHERE id = :id AND holder = :run AND fence = :fence
                """)
            .bind("id", beadId)
            .bind("run", runId)
            .bind("fence", fence)
            .bind("cost", release.costMicros())
            .bind("notBefore", terms.notBefore().toEpochMilli())
            .bind("hold", terms.hold())
            .bind("now", changes.now().toEpochMilli())
            .bind("verified", terms.verified())
            .bind("commit", terms.commit())
            .execute()
        == 1;
  }

  /// What somebody made of the bead while the run had it, such as closing it, stays.
  private BeadDocument released(Bead bead, Release release) {
    var now = changes.now();
    boolean untouched = bead.status().equals("in_progress");
    return switch (release) {
      case Release.Again _ when untouched -> bead.document().withStatus("open", now);
      case Release.Blocked _ when untouched -> bead.document().withStatus("blocked", now);
      case Release.Again _, Release.Blocked _ -> bead.document();
      case Release.Closed closed ->
          bead.isClosed()
              ? bead.document()
              : bead.document().withStatus("closed", now).withText("close_reason", closed.reason());
    };
  }

  private static @Nullable String reason(Release release) {
    return switch (release) {
      case Release.Again again -> again.hold();
      case Release.Blocked blocked -> blocked.hold();
      case Release.Closed closed -> closed.reason();
    };
  }

  /// What a release leaves in the columns beside the document.
  private record Terms(
      Instant notBefore,
      @Nullable String hold,
      @Nullable String verified,
      @Nullable String commit) {
    static Terms of(Release release) {
      return switch (release) {
        case Release.Again again -> new Terms(again.notBefore(), again.hold(), null, null);
        case Release.Blocked blocked -> new Terms(Instant.EPOCH, blocked.hold(), null, null);
        case Release.Closed closed ->
            new Terms(
                Instant.EPOCH,
                null,
                closed.isVerified() ? "verified" : "unverified",
                closed.mergedCommit());
      };
    }
  }
}
