package io.loom.server.bead;

import io.loom.api.BeadView;
import io.loom.api.CommentView;
import io.loom.ground.http.Reach;
import io.loom.server.bead.file.BeadEdge;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Shows beads to clients, with what others know about them and why they wait.
final class BeadViews {
  private static final Pattern MENTION = Pattern.compile("@([\\w-]+)");

  private final HoldReasons reasons;
  private final InstantSource clock;

  BeadViews(HoldReasons reasons, InstantSource clock) {
    this.reasons = reasons;
    this.clock = clock;
  }

  /// What other beads say about some: edges that lead to them, and the open ones they wait for.
  ///
  /// @param beyond what they depend on that the reader may not know of
  private record Neighbours(
      Map<String, List<BeadRepository.Link>> incoming,
      Map<String, Set<String>> openBlockers,
      Set<String> beyond) {
    List<String> outgoing(Bead bead, Set<String> types) {
      return bead.edges().stream()
          .filter(edge -> types.contains(edge.type()))
          .map(BeadEdge::dependsOn)
          .filter(target -> !beyond.contains(target))
          .toList();
    }

    @Nullable String parent(Bead bead) {
      var parent = bead.parent();
      return parent == null || beyond.contains(parent) ? null : parent;
    }

    List<String> incoming(String id, Set<String> types) {
      return incoming.getOrDefault(id, List.of()).stream()
          .filter(link -> types.contains(link.type()))
          .map(BeadRepository.Link::from)
          .toList();
    }
  }

  /// @param reach of who reads them
  List<BeadView> views(Handle queries, Reach reach, List<Bead> beads) {
    var neighbours = neighbours(queries, reach, beads);
    return beads.stream().map(bead -> view(bead, neighbours)).toList();
  }

  private static Neighbours neighbours(Handle queries, Reach reach, List<Bead> beads) {
    var incoming = new HashMap<String, List<BeadRepository.Link>>();
    for (var link :
        BeadRepository.incoming(queries, reach, beads.stream().map(Bead::id).toList())) {
      incoming.computeIfAbsent(link.to(), _ -> new ArrayList<>()).add(link);
    }
    var blocked = beads.stream().filter(Bead::blocked).map(Bead::id).toList();
    var open = new HashMap<String, Set<String>>();
    for (var link : BeadRepository.openBlockers(queries, reach, blocked)) {
      open.computeIfAbsent(link.from(), _ -> new TreeSet<>()).add(link.to());
    }
    return new Neighbours(incoming, open, BeadRepository.beyond(queries, reach, targets(beads)));
  }

  private static Set<String> targets(List<Bead> beads) {
    var targets = new HashSet<String>();
    for (var bead : beads) {
      bead.edges().forEach(edge -> targets.add(edge.dependsOn()));
      var parent = bead.parent();
      if (parent != null) {
        targets.add(parent);
      }
    }
    return targets;
  }

  private BeadView view(Bead bead, Neighbours neighbours) {
    var document = bead.document();
    var because = heldBecause(bead, neighbours);
    return new BeadView(
        bead.id(),
        bead.type(),
        bead.title(),
        bead.description(),
        bead.status(),
        bead.priority(),
        bead.projectId(),
        orNull(bead.assignee()),
        neighbours.outgoing(bead, BeadEdge.BLOCKS_TYPES),
        neighbours.incoming(bead.id(), BeadEdge.BLOCKS_TYPES),
        neighbours.outgoing(bead, BeadEdge.RELATED_TYPES),
        neighbours.parent(bead),
        neighbours.incoming(bead.id(), Set.of(BeadEdge.PARENT)),
        bead.labels(),
        bead.context(),
        orNull(document.text("design")),
        orNull(document.text("acceptance_criteria")),
        orNull(document.text("notes")),
        document.time("due_at"),
        document.time("defer_until"),
        document.raw("estimated_minutes") == null ? null : document.number("estimated_minutes", 0),
        document.time("created_at"),
        document.time("updated_at"),
        document.time("closed_at"),
        orNull(document.text("close_reason")),
        bead.blocked(),
        because,
        because == null ? null : heldSince(bead),
        bead.verified(),
        bead.mergedCommit(),
        BigDecimal.valueOf(bead.costMicros(), 6),
        bead.holder(),
        bead.dispatches(),
        document.comments().size(),
        bead.context().get(BeadMilestones.KEY));
  }

  private static @Nullable Instant heldSince(Bead bead) {
    var since = bead.heldSince();
    return since == null ? bead.document().time("updated_at") : since;
  }

  private @Nullable String heldBecause(Bead bead, Neighbours neighbours) {
    var hold = bead.hold();
    if (bead.isClosed() || bead.status().equals("tombstone")) {
      return null;
    }
    if (hold != null) {
      return hold;
    }
    if (bead.isHeld(clock.instant())) {
      return null;
    }
    if (bead.blocked()) {
      return blockedBecause(bead, neighbours);
    }
    return switch (bead.status()) {
      case "open" -> openBecause(bead);
      case "in_progress" ->
          bead.holder() == null ? null : "The run that had it is gone; another will take it.";
      default -> "Its status is %s.".formatted(bead.status());
    };
  }

  private static String blockedBecause(Bead bead, Neighbours neighbours) {
    var open = neighbours.openBlockers().getOrDefault(bead.id(), Set.of());
    if (!open.isEmpty()) {
      return "Waits for %s.".formatted(String.join(", ", open));
    }
    var spawners = neighbours.outgoing(bead, Set.of(BeadEdge.WAITS_FOR));
    if (!spawners.isEmpty()) {
      return "Waits for the children of %s.".formatted(String.join(", ", spawners));
    }
    var parent = neighbours.parent(bead);
    return parent == null
        ? "Waits for a bead of another project."
        : "Its parent %s is blocked.".formatted(parent);
  }

  private @Nullable String openBecause(Bead bead) {
    var now = clock.instant();
    var deferred = bead.document().time("defer_until");
    if (Bead.isHidden(bead.document())) {
      return "A bead like this is not worked on.";
    }
    if (deferred != null && deferred.isAfter(now)) {
      return "Deferred until %s.".formatted(deferred);
    }
    if (bead.notBefore().isAfter(now)) {
      return "It cools down until %s.".formatted(bead.notBefore());
    }
    return reasons.reason(bead).orElse(null);
  }

  static List<CommentView> comments(Bead bead) {
    return bead.document().comments().stream()
        .map(comment -> {
          var text = comment.text("text");
          var id = comment.text("id");
          return new CommentView(
              id.isEmpty() ? String.valueOf(comment.raw("id")) : id,
              bead.id(),
              comment.text("author"),
              comment.text("author"),
              text,
              comment.time("created_at"),
              MENTION.matcher(text).results().map(match -> match.group(1)).distinct().toList());
        })
        .toList();
  }

  private static @Nullable String orNull(String text) {
    return text.isEmpty() ? null : text;
  }
}
