package io.loom.server.bead.file;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Joins lists whose elements stand for themselves: labels, dependencies, comments.
///
/// What one side removed is gone, what either added is there, and what one changed is changed.
final class MergedElements {
  private MergedElements() {}

  static List<String> join(
      String key, @Nullable String base, @Nullable String ours, @Nullable String theirs) {
    var before = elements(key, base);
    var mine = elements(key, ours);
    var joined = new LinkedHashMap<String, String>();
    elements(key, theirs)
        .forEach((identity, element) -> {
          var own = mine.get(identity);
          if (own != null || !before.containsKey(identity)) {
            boolean theirsIsOld = RawValues.same(before.get(identity), element);
            joined.put(identity, own != null && theirsIsOld ? own : element);
          }
        });
    mine.forEach((identity, element) -> {
      if (!before.containsKey(identity)) {
        joined.putIfAbsent(identity, element);
      }
    });
    var all = new ArrayList<>(joined.values());
    return switch (key) {
      case "labels" -> inOrder(all, theirs);
      case "comments" -> numbered(all);
      default -> all;
    };
  }

  private static Map<String, String> elements(String key, @Nullable String array) {
    var elements = new LinkedHashMap<String, String>();
    for (var element : RawText.elements(array)) {
      elements.putIfAbsent(identity(key, element), element);
    }
    return elements;
  }

  /// What makes an element the same in both versions, though its characters may differ.
  static String identity(String key, String element) {
    if (!element.startsWith("{")) {
      return RawValues.plain(element);
    }
    var object = BeadDocument.parse(element);
    return switch (key) {
      case "dependencies" -> object.text("type") + " " + object.text("depends_on_id");
      case "comments" ->
          String.join("\n", object.text("author"), when(object), object.text("text"));
      default -> RawValues.plain(element);
    };
  }

  /// One moment may be written in many ways.
  private static String when(BeadDocument comment) {
    var time = comment.time("created_at");
    return time == null ? comment.text("created_at") : time.toString();
  }

  /// Labels are sorted, where theirs are.
  private static List<String> inOrder(List<String> labels, @Nullable String theirs) {
    var before = RawText.elements(theirs);
    boolean sorted = new ArrayList<>(new TreeSet<>(before)).equals(before);
    return sorted ? new ArrayList<>(new TreeSet<>(labels)) : labels;
  }

  /// Two sides may have given one number to two comments. The later in the list gets a new one,
  /// since programs take the number for the comment.
  private static List<String> numbered(List<String> comments) {
    var taken = new TreeSet<Long>();
    for (int i = 0; i < comments.size(); i++) {
      var comment = comments.get(i);
      long number = comment.startsWith("{") ? BeadDocument.parse(comment).number("id", -1) : -1;
      if (number >= 0 && !taken.add(number)) {
        long next = taken.last() + 1;
        taken.add(next);
        comments.set(i, BeadDocument.parse(comment).with("id", String.valueOf(next)).line());
      }
    }
    return comments;
  }
}
