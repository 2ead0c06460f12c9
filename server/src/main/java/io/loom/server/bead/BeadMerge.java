package io.loom.server.bead;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Joins two versions of a bead that were changed apart from each other, key by key.
///
/// A key that we changed since the base is ours, every other one is theirs. Labels, dependencies
/// and comments are joined element by element, so that nobody's comment is lost.
final class BeadMerge {
  private static final Set<String> SETS = Set.of("labels", "dependencies", "comments");
  private static final Set<String> CLOSING = Set.of("closed_at", "close_reason");
  private static final Set<String> DERIVED =
      Set.of("dependency_count", "dependent_count", "comment_count", "content_hash");

  private BeadMerge() {}

  /// @param base what both were once; without one, we changed all that we have
  /// @param now when something that both changes broke is mended
  static BeadDocument merge(
      @Nullable BeadDocument base, BeadDocument ours, BeadDocument theirs, Instant now) {
    var merged = theirs;
    for (var key : ourKeys(base, ours)) {
      if (!DERIVED.contains(key) && changed(base, ours, key)) {
        merged = take(key, base, ours, merged);
      }
    }
    return changed(base, ours, "status") ? merged.settled(now) : merged;
  }

  private static Set<String> ourKeys(@Nullable BeadDocument base, BeadDocument ours) {
    var keys = new LinkedHashSet<>(ours.keys());
    if (base != null) {
      keys.addAll(base.keys());
    }
    return keys;
  }

  private static boolean changed(@Nullable BeadDocument base, BeadDocument ours, String key) {
    // Why and when it was closed goes with the status, so that no bead is closed for another
    // reason.
    var subject = CLOSING.contains(key) ? "status" : key;
    return base == null
        || !Objects.equals(base.raw(key), ours.raw(key))
        || !Objects.equals(base.raw(subject), ours.raw(subject));
  }

  private static BeadDocument take(
      String key, @Nullable BeadDocument base, BeadDocument ours, BeadDocument merged) {
    if (SETS.contains(key)) {
      return merged.withElements(key, joined(key, base, ours, merged));
    }
    if (key.equals("updated_at")) {
      return later(ours, merged);
    }
    var value = ours.raw(key);
    return value == null ? merged.without(key) : merged.with(key, value);
  }

  private static BeadDocument later(BeadDocument ours, BeadDocument merged) {
    var mine = ours.time("updated_at");
    var other = merged.time("updated_at");
    var raw = ours.raw("updated_at");
    boolean newer = mine != null && raw != null && (other == null || mine.isAfter(other));
    return newer ? merged.with("updated_at", String.valueOf(raw)) : merged;
  }

  /// Theirs without what we removed, and then what we added.
  private static List<String> joined(
      String key, @Nullable BeadDocument base, BeadDocument ours, BeadDocument theirs) {
    var before = base == null ? Map.<String, String>of() : elements(key, base);
    var mine = elements(key, ours);
    var joined = new LinkedHashMap<String, String>();
    elements(key, theirs)
        .forEach((identity, element) -> {
          if (mine.containsKey(identity) || !before.containsKey(identity)) {
            joined.put(identity, element);
          }
        });
    mine.forEach((identity, element) -> {
      if (!before.containsKey(identity)) {
        joined.putIfAbsent(identity, element);
      }
    });
    return new ArrayList<>(joined.values());
  }

  private static Map<String, String> elements(String key, BeadDocument bead) {
    var elements = new LinkedHashMap<String, String>();
    for (var element : RawText.elements(bead.raw(key))) {
      elements.putIfAbsent(identity(key, element), element);
    }
    return elements;
  }

  /// What makes an element the same in both versions, though its characters may differ.
  private static String identity(String key, String element) {
    if (!element.startsWith("{")) {
      return String.valueOf(RawText.decode(element));
    }
    var object = BeadDocument.parse(element);
    return key.equals("dependencies")
        ? object.text("type") + " " + object.text("depends_on_id")
        : String.join("\n", object.text("author"), object.text("created_at"), object.text("text"));
  }
}
