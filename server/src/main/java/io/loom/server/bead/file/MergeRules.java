package io.loom.server.bead.file;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What counts where both sides changed one key, each in its way.
///
/// They are the rules of the merge driver that `bd` once had, but that P0 is a priority like any
/// other, that `metadata` is joined key by key, and that no text is lost.
final class MergeRules {
  private static final Set<String> LATER_TEXTS =
      Set.of("title", "description", "design", "acceptance_criteria");
  private static final Set<String> LATEST_TIMES = Set.of("due_at", "defer_until");
  private static final Set<String> FLAGS =
      Set.of("pinned", "is_template", "ephemeral", "no_history");
  private static final Set<String> OURS =
      Set.of(
          "_type",
          "id",
          "spec_id",
          "issue_type",
          "assignee",
          "owner",
          "created_at",
          "created_by",
          "started_at",
          "estimated_minutes",
          "external_ref",
          "source_system");
  private static final String SEPARATOR = "\n---\n";

  /// A text that was not taken.
  ///
  /// @param written when its side was last changed
  record Loser(String key, String text, @Nullable Instant written) {
    /// The same for the same text, so that two who merge the same add one comment.
    String id(String bead) {
      var seed = bead + "\n" + key + "\n" + text;
      return UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
    }
  }

  private final BeadDocument ours;
  private final boolean oursIsLater;
  private final BeadDocument theirs;
  private final boolean hasBase;
  private final List<Loser> losers = new ArrayList<>();

  MergeRules(@Nullable BeadDocument base, BeadDocument ours, BeadDocument theirs) {
    this.ours = ours;
    this.theirs = theirs;
    this.hasBase = base != null;
    var mine = ours.time("updated_at");
    var other = theirs.time("updated_at");
    this.oursIsLater = other == null || (mine != null && !mine.isBefore(other));
  }

  /// The texts that lost so far.
  List<Loser> losers() {
    return losers;
  }

  /// @return the value that counts, nothing for none
  @Nullable String resolve(
      String key, @Nullable String before, @Nullable String mine, @Nullable String other) {
    if (mine == null || other == null) {
      return removed(mine, other);
    }
    if (LATER_TEXTS.contains(key)) {
      return laterText(key, mine, other);
    }
    if (key.equals("notes")) {
      return RawText.encode(
          notes(
              String.valueOf(RawText.decode(before)),
              String.valueOf(RawText.decode(mine)),
              String.valueOf(RawText.decode(other))));
    }
    if (key.equals("priority")) {
      return ours.priority() <= theirs.priority() ? mine : other;
    }
    if (LATEST_TIMES.contains(key)) {
      return laterTime(key, mine, other);
    }
    if (FLAGS.contains(key)) {
      return mine.equals("true") ? mine : other;
    }
    if (key.equals("metadata")) {
      return joined(before, mine, other, 0);
    }
    return OURS.contains(key) || oursIsLater ? mine : other;
  }

  /// What one side removed and the other changed stays, changed.
  private static @Nullable String removed(@Nullable String mine, @Nullable String other) {
    return mine == null ? other : mine;
  }

  private String laterText(String key, String mine, String other) {
    var lost = String.valueOf(RawText.decode(oursIsLater ? other : mine));
    losers.add(new Loser(key, lost, (oursIsLater ? theirs : ours).time("updated_at")));
    return oursIsLater ? mine : other;
  }

  private String laterTime(String key, String mine, String other) {
    var one = ours.time(key);
    var two = theirs.time(key);
    return two == null || (one != null && !one.isBefore(two)) ? mine : other;
  }

  /// Notes grow at their end, so what both appended is appended; otherwise one follows the other.
  private static String notes(String before, String mine, String other) {
    if (mine.contains(other)) {
      return mine;
    }
    if (other.contains(mine)) {
      return other;
    }
    boolean bothAppended = !before.isEmpty() && mine.startsWith(before) && other.startsWith(before);
    var added = bothAppended ? mine.substring(before.length()).strip() : mine;
    return other.contains(added) ? other : other + SEPARATOR + added;
  }

  /// Objects are joined member by member; of anything else the later side's counts.
  private @Nullable String joined(
      @Nullable String before, @Nullable String mine, @Nullable String other, int depth) {
    if (RawValues.same(mine, other) || (hasBase && RawValues.same(before, mine))) {
      return other;
    }
    if (hasBase && RawValues.same(before, other)) {
      return mine;
    }
    if (mine == null || other == null) {
      return removed(mine, other);
    }
    if (depth > 50 || !mine.startsWith("{") || !other.startsWith("{")) {
      return oursIsLater ? mine : other;
    }
    return members(before, RawObject.parse(mine), RawObject.parse(other), depth).toString();
  }

  private RawObject members(@Nullable String before, RawObject mine, RawObject other, int depth) {
    var old = before != null && before.startsWith("{") ? RawObject.parse(before) : null;
    var keys = new LinkedHashSet<>(other.keys());
    keys.addAll(mine.keys());
    var result = other;
    for (var key : keys) {
      var value =
          joined(old == null ? null : old.get(key), mine.get(key), other.get(key), depth + 1);
      if (value == null) {
        result = result.without(key);
      } else if (!value.equals(other.get(key))) {
        result = result.with(key, value, _ -> -1);
      }
    }
    return result;
  }
}
