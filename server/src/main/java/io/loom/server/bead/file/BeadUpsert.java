package io.loom.server.bead.file;

import java.util.ArrayList;
import java.util.Set;

/// Takes a line over into a bead as `bd import` does: what the line says counts, what it does not
/// say stays, and of labels, dependencies and comments none is removed.
public final class BeadUpsert {
  private static final Set<String> SETS = Set.of("labels", "dependencies", "comments");

  /// Who made a bead, and when, is never told anew; the counts follow from the rest.
  private static final Set<String> KEPT =
      Set.of(
          "_type",
          "id",
          "created_at",
          "created_by",
          "dependency_count",
          "dependent_count",
          "comment_count",
          "content_hash");

  private BeadUpsert() {}

  /// @return the very document, if the line has nothing that it has not
  public static BeadDocument upsert(BeadDocument document, BeadDocument line) {
    var result = document;
    for (var key : line.keys()) {
      var value = line.raw(key);
      if (value == null || KEPT.contains(key) || RawValues.sameOf(key, value, result.raw(key))) {
        continue;
      }
      if (SETS.contains(key)) {
        result = withUnion(result, key, value);
      } else {
        result = result.with(key, value);
      }
    }
    if (!result.status().equals("closed") && document.status().equals("closed")) {
      result = result.without("closed_at").without("close_reason");
    }
    return result == document ? document : result.recounted();
  }

  private static BeadDocument withUnion(BeadDocument document, String key, String more) {
    var before = RawText.elements(document.raw(key));
    var all = new ArrayList<>(MergedElements.join(key, null, more, document.raw(key)));
    return all.equals(before) ? document : document.withElements(key, all);
  }

  /// Whether a document was changed since a line was written, counted in whole seconds as `bd`
  /// does.
  public static boolean isStale(BeadDocument line, BeadDocument document) {
    var time = line.time("updated_at");
    var ours = document.time("updated_at");
    return time != null && ours != null && time.getEpochSecond() < ours.getEpochSecond();
  }
}
