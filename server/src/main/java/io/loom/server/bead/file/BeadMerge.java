package io.loom.server.bead.file;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Joins two versions of a bead that were changed apart from each other, key by key.
///
/// What one side changed is taken from it. Where both changed the same, [MergeRules] say what
/// counts; a text that loses becomes a comment. Labels, dependencies and comments are joined
/// element by element. So nothing that anybody wrote is lost, and to merge a result again with what
/// it came from changes nothing.
public final class BeadMerge {
  private static final Set<String> SETS =
      Set.of("labels", "dependencies", "comments", "waiters", "bonded_from");
  private static final Set<String> COUNTED = Set.of("dependencies", "comments");

  /// What goes with the status, and so comes from the side that the status comes from.
  private static final List<String> OF_STATUS =
      List.of(
          "status",
          "closed_at",
          "close_reason",
          "closed_by_session",
          "deleted_at",
          "deleted_by",
          "delete_reason",
          "original_type");

  /// What programs work out for themselves.
  private static final Set<String> DERIVED =
      Set.of("dependency_count", "dependent_count", "comment_count", "content_hash");

  /// How long a tombstone keeps a bead from coming back, with what clocks may differ.
  private static final Duration TOMBSTONE = Duration.ofDays(30).plusHours(1);

  private final @Nullable BeadDocument base;
  private final BeadDocument ours;
  private final BeadDocument theirs;
  private final Instant now;
  private final MergeRules rules;

  private BeadMerge(
      @Nullable BeadDocument base, BeadDocument ours, BeadDocument theirs, Instant now) {
    this.base = base;
    this.ours = ours;
    this.theirs = theirs;
    this.now = now;
    this.rules = new MergeRules(base, ours, theirs);
  }

  /// @param base what both were once; without one, both changed all that they have
  /// @param now when something that both changes broke is mended
  /// @return theirs, character for character, when there is nothing of ours to add
  public static BeadDocument merge(
      @Nullable BeadDocument base, BeadDocument ours, BeadDocument theirs, Instant now) {
    return new BeadMerge(base, ours, theirs, now).merged();
  }

  private BeadDocument merged() {
    var merged = theirs;
    boolean recount = false;
    for (var key : keys()) {
      if (!DERIVED.contains(key) && !OF_STATUS.contains(key) && !key.equals("updated_at")) {
        var joined = join(key, merged);
        recount |= joined != merged && COUNTED.contains(key);
        merged = joined;
      }
    }
    merged = withStatus(merged);
    for (var loser : rules.losers()) {
      merged = withLoser(merged, loser);
      recount = true;
    }
    return stamped(recount ? merged.recounted() : merged);
  }

  private Set<String> keys() {
    var keys = new LinkedHashSet<>(ours.keys());
    keys.addAll(theirs.keys());
    if (base != null) {
      keys.addAll(base.keys());
    }
    return keys;
  }

  private @Nullable String baseOf(String key) {
    return base == null ? null : base.raw(key);
  }

  private BeadDocument join(String key, BeadDocument merged) {
    var before = baseOf(key);
    var mine = ours.raw(key);
    var other = theirs.raw(key);
    if (RawValues.same(mine, other) || (base != null && RawValues.same(before, mine))) {
      return merged;
    }
    if (SETS.contains(key)) {
      return merged.withElements(key, MergedElements.join(key, before, mine, other));
    }
    boolean theirsIsUnchanged = base == null ? other == null : RawValues.same(before, other);
    var value = theirsIsUnchanged ? mine : rules.resolve(key, before, mine, other);
    return value == null ? merged.without(key) : merged.with(key, value);
  }

  private BeadDocument withStatus(BeadDocument merged) {
    if (!statusIsOurs()) {
      return merged;
    }
    var result = merged;
    for (var key : OF_STATUS) {
      var value = ours.raw(key);
      result = value == null ? result.without(key) : result.with(key, value);
    }
    return result.settled(now);
  }

  private boolean statusIsOurs() {
    var mine = ours.status();
    var other = theirs.status();
    if (isUnchanged(ours)) {
      return false;
    }
    if (isUnchanged(theirs)) {
      return true;
    }
    if (mine.equals(other)) {
      return switch (mine) {
        case "tombstone" -> isLater("deleted_at");
        case "closed" -> isLater("closed_at");
        default -> false;
      };
    }
    if (base != null && base.status().equals(mine)) {
      return false;
    }
    if (base != null && base.status().equals(other)) {
      return true;
    }
    if (mine.equals("tombstone") || other.equals("tombstone")) {
      return mine.equals("tombstone") ? counts(ours) : !counts(theirs);
    }
    return !other.equals("closed");
  }

  private boolean isUnchanged(BeadDocument side) {
    return base != null
        && OF_STATUS.stream().allMatch(key -> RawValues.same(base.raw(key), side.raw(key)));
  }

  private boolean isLater(String key) {
    var mine = ours.time(key);
    var other = theirs.time(key);
    return mine != null && (other == null || mine.isAfter(other));
  }

  /// Whether a tombstone still buries what others made of its bead meanwhile.
  private boolean counts(BeadDocument tombstone) {
    var deleted = tombstone.time("deleted_at");
    return deleted == null || deleted.plus(TOMBSTONE).isAfter(now);
  }

  private BeadDocument withLoser(BeadDocument merged, MergeRules.Loser loser) {
    var text =
        "Two changes of the %s met; this one was not kept:\n\n%s"
            .formatted(loser.key().replace('_', ' '), loser.text());
    boolean isThere =
        merged.comments().stream().anyMatch(comment -> comment.text("text").equals(text));
    var written = loser.written();
    return isThere
        ? merged
        : merged.plusComment(loser.id(ours.id()), "loom", text, written == null ? now : written);
  }

  /// The later time of change; if neither side has seen the result yet, a time after both, since
  /// others take over only what is newer.
  private BeadDocument stamped(BeadDocument merged) {
    var mine = ours.time("updated_at");
    var other = theirs.time("updated_at");
    boolean oursIsLater = mine != null && (other == null || mine.isAfter(other));
    var raw = ours.raw("updated_at");
    if (isSame(merged, theirs)) {
      return theirs;
    }
    var stamped = oursIsLater && raw != null ? merged.with("updated_at", raw) : merged;
    return isSame(merged, ours) ? stamped : stamped.touched(now);
  }

  private static boolean isSame(BeadDocument one, BeadDocument other) {
    var keys = new LinkedHashSet<>(one.keys());
    keys.addAll(other.keys());
    keys.removeAll(DERIVED);
    keys.remove("updated_at");
    return keys.stream().allMatch(key -> RawValues.sameOf(key, one.raw(key), other.raw(key)));
  }
}
