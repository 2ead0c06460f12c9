package io.loom.server.audit;

import io.loom.base.Secret;
import io.loom.ground.database.Queries;
import io.loom.server.audit.AuditCheck.Damaged;
import io.loom.server.audit.AuditCheck.Intact;
import io.loom.server.audit.AuditCheck.Kind;
import io.loom.server.audit.AuditCheck.NoTrail;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Looks through the trail for what is not as Loom wrote it, while Loom goes on writing. Reads a
/// portion at a time. Safe for many threads.
public final class AuditVerifier {
  private static final int PORTION = 2_000;

  private final AuditRepository records = new AuditRepository();
  private final Queries queries;
  private final AuditSeals seals;

  AuditVerifier(Queries queries, AuditSeals seals) {
    this.queries = queries;
    this.seals = seals;
  }

  /// @param key that the vault keeps for the trail
  public static AuditVerifier of(Queries queries, Secret key) {
    return new AuditVerifier(queries, new AuditSeals(key));
  }

  /// @param noted what somebody noted elsewhere earlier, if so: it shows even that the whole
  ///   database was put back to an older state
  public AuditCheck check(@Nullable AuditAnchor noted) {
    // Records that are cut off while this reads are not missing.
    AuditCheck check;
    long cut;
    do {
      cut = cut();
      check = new Walk(noted).run();
    } while (check instanceof Damaged && cut() != cut);
    return check;
  }

  private long cut() {
    return head(ChainHead.Kind.CUT).map(it -> it.head().n()).orElse(0L);
  }

  private Optional<ChainHead.Sealed> head(ChainHead.Kind kind) {
    return queries.read(handle -> records.head(handle, kind));
  }

  private boolean isFalse(ChainHead.Kind kind, ChainHead.Sealed found) {
    return !AuditSeals.areSame(found.mac(), seals.ofHead(kind, found.head()));
  }

  /// One way along the chain.
  private final class Walk {
    private final @Nullable AuditAnchor noted;
    private ChainHead at = ChainHead.START;
    private long checked;

    Walk(@Nullable AuditAnchor noted) {
      this.noted = noted;
    }

    AuditCheck run() {
      var cut = head(ChainHead.Kind.CUT);
      var last = head(ChainHead.Kind.LAST);
      if (last.isEmpty()) {
        return queries.read(records::lastPlace) == 0 ? new NoTrail() : damaged(Kind.HEAD, 0, null);
      }
      if (isFalse(ChainHead.Kind.LAST, last.get())
          || cut.filter(it -> isFalse(ChainHead.Kind.CUT, it)).isPresent()) {
        return damaged(Kind.HEAD, 0, null);
      }
      at = cut.map(ChainHead.Sealed::head).orElse(ChainHead.START);
      long first = at.n() + 1;
      var damage = walk(last.get().head());
      if (damage.isPresent()) {
        return damage.get();
      }
      return rest(first);
    }

    /// The chain up to its head as it was when the walk began.
    private Optional<AuditCheck> walk(ChainHead end) {
      while (at.n() < end.n()) {
        var portion = queries.read(handle -> records.sealedAfter(handle, at.n(), PORTION));
        if (portion.isEmpty()) {
          return Optional.of(damaged(Kind.CUT_OFF, at.n() + 1, null));
        }
        for (var stored : portion) {
          if (at.n() < end.n()) {
            var damage = step(stored);
            if (damage.isPresent()) {
              return damage;
            }
          }
        }
      }
      if (!AuditSeals.areSame(at.hash(), end.hash())) {
        return Optional.of(damaged(Kind.HEAD, 0, null));
      }
      return noted != null && noted.n() > end.n()
          ? Optional.of(damaged(Kind.CUT_OFF, end.n() + 1, null))
          : Optional.empty();
    }

    private Optional<AuditCheck> step(StoredRecord stored) {
      long n = at.n() + 1;
      var record = stored.record();
      if (stored.n() != n) {
        return Optional.of(damaged(Kind.MISSING, n, null));
      }
      var hash = seals.ofLink(n, at.hash(), record, stored.mac());
      if (!AuditSeals.areSame(hash, String.valueOf(stored.hash()))) {
        boolean isWhole = AuditSeals.areSame(stored.mac(), seals.ofRecord(record));
        return Optional.of(damaged(isWhole ? Kind.REORDERED : Kind.CHANGED, n, record.id()));
      }
      if (noted != null && noted.n() == n && !AuditSeals.areSame(noted.hash(), hash)) {
        return Optional.of(damaged(Kind.CHANGED, n, record.id()));
      }
      at = new ChainHead(n, hash);
      checked++;
      return Optional.empty();
    }

    /// What is in no chain: beyond its end, or waiting to be sealed.
    private AuditCheck rest(long first) {
      var beyond = queries.read(handle -> beyond(handle));
      if (beyond.isPresent()) {
        return damaged(Kind.FORGED, beyond.get().n(), beyond.get().record().id());
      }
      long waiting = 0;
      long after = 0;
      while (true) {
        long from = after;
        var portion = queries.read(handle -> records.unsealed(handle, from, PORTION));
        for (var stored : portion) {
          if (!AuditSeals.areSame(stored.mac(), seals.ofRecord(stored.record()))) {
            return damaged(Kind.FORGED, 0, stored.record().id());
          }
          waiting++;
          after = stored.seq();
        }
        if (portion.size() < PORTION) {
          return new Intact(checked, waiting, at.n() == 0 ? 0 : first, at.n(), at.hash());
        }
      }
    }

    /// The places are read before the head, which is then no older than they are.
    private Optional<StoredRecord> beyond(Handle handle) {
      long last = records.lastPlace(handle);
      long head = records.head(handle, ChainHead.Kind.LAST).map(it -> it.head().n()).orElse(0L);
      return last > head
          ? records.sealedAfter(handle, head, 1).stream().findFirst()
          : Optional.empty();
    }

    private Damaged damaged(Kind kind, long n, @Nullable String id) {
      return new Damaged(checked, kind, n, id);
    }
  }
}
