package io.loom.server.bead;

import io.loom.ground.http.Reach;
import io.loom.server.bead.file.BeadDocument;
import io.loom.server.bead.file.BeadEdge;
import io.loom.server.bead.file.RawText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// A bead's document as somebody sees it: without its edges to beads beyond his reach. He can
/// neither see nor untie these, so whatever he makes of the rest, they stay.
///
/// @param seen what he sees
/// @param hidden the elements of `dependencies` that he does not see
record VisibleDocument(BeadDocument whole, BeadDocument seen, List<String> hidden) {
  private static final String EDGES = "dependencies";

  static VisibleDocument of(Handle queries, Reach reach, BeadDocument document) {
    var targets = document.edges().stream().map(BeadEdge::dependsOn).collect(Collectors.toSet());
    var beyond = BeadRepository.beyond(queries, reach, targets);
    if (beyond.isEmpty()) {
      return new VisibleDocument(document, document, List.of());
    }
    var seen = document.withElements(EDGES, elements(document, edge -> !beyond.contains(edge)));
    return new VisibleDocument(document, seen.recounted(), elements(document, beyond::contains));
  }

  private static List<String> elements(BeadDocument document, Predicate<String> target) {
    return RawText.elements(document.raw(EDGES)).stream()
        .filter(element -> target.test(target(element)))
        .toList();
  }

  private static String target(String element) {
    return element.startsWith("{") ? BeadEdge.of(BeadDocument.parse(element)).dependsOn() : "";
  }

  /// What he made of what he sees, with what he does not see.
  BeadDocument completed(BeadDocument changed) {
    var edges = whole.raw(EDGES);
    if (hidden.isEmpty() || edges == null) {
      return changed;
    }
    if (RawText.elements(changed.raw(EDGES)).equals(RawText.elements(seen.raw(EDGES)))) {
      return changed.with(EDGES, edges).recounted();
    }
    var all = new ArrayList<>(RawText.elements(changed.raw(EDGES)));
    all.addAll(hidden);
    return changed.withElements(EDGES, all).recounted();
  }
}
