package io.loom.server.audit;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What looking through the trail came to.
public sealed interface AuditCheck {
  /// Every record is as Loom wrote it.
  ///
  /// @param checked how many are in the chain
  /// @param waiting how many are not in it yet
  /// @param first where the chain begins: after what was removed because of its age
  /// @param last where it ends, 0 when it is empty
  /// @param hash of the last record
  record Intact(long checked, long waiting, long first, long last, String hash)
      implements AuditCheck {}

  /// Something is not as Loom wrote it.
  ///
  /// @param checked how many records before it are
  /// @param n its place in the chain, 0 when it has none
  /// @param id of the record, null when there is none
  record Damaged(long checked, Kind kind, long n, @Nullable String id) implements AuditCheck {
    /// In words for people.
    public String text() {
      return switch (kind) {
        case CHANGED -> "Record %d (%s) was changed, or put in.".formatted(n, id);
        case MISSING -> "Record %d is missing.".formatted(n);
        case REORDERED ->
            "Record %d (%s) stands where another one was: records were removed, put in or moved."
                .formatted(n, id);
        case CUT_OFF -> "The trail ends before record %d, which is missing.".formatted(n);
        case FORGED -> "Record %s was never sealed by Loom.".formatted(id);
        case HEAD -> "The head of the trail is missing or was changed.";
      };
    }
  }

  /// The trail was never begun.
  record NoTrail() implements AuditCheck {}

  /// What happened to a record. The constant in lower case is public.
  enum Kind {
    CHANGED,
    MISSING,
    REORDERED,
    CUT_OFF,
    FORGED,
    HEAD;

    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
