package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.cli.rest.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What follows from the edges between beads.
final class IssueGraph {
  private static final Set<String> BLOCKING =
      Set.of("blocks", "conditional-blocks", "parent-child", "waits-for");
  private static final int DEEPEST = 50;

  private IssueGraph() {}

  /// What a bead waits for: open beads that block it, spawners whose children are not done, or a
  /// parent that waits itself.
  static List<String> blockers(ObjectNode issue, Map<String, ObjectNode> book) {
    return blockers(issue, book, new HashSet<>());
  }

  private static List<String> blockers(
      ObjectNode issue, Map<String, ObjectNode> book, Set<String> seen) {
    var blockers = new ArrayList<>(IssueShapes.openBlockers(issue, book));
    for (var edge : issue.path("dependencies")) {
      if (text(edge, "type").equals("waits-for") && isSpawning(edge, book)) {
        blockers.add(text(edge, "depends_on_id"));
      }
    }
    var parent = book.get(IssueShapes.parent(issue));
    if (blockers.isEmpty()
        && parent != null
        && seen.add(text(issue, "id"))
        && !blockers(parent, book, seen).isEmpty()) {
      blockers.add(text(parent, "id"));
    }
    return blockers;
  }

  private static boolean isSpawning(JsonNode edge, Map<String, ObjectNode> book) {
    var children = IssueShapes.children(text(edge, "depends_on_id"), book);
    long closed = children.stream().filter(IssueShapes::isClosed).count();
    boolean any = edge.path("metadata").asText().contains("any-children");
    return any ? closed == 0 && !children.isEmpty() : closed < children.size();
  }

  /// The circles in which beads wait for each other, each with the beads in it.
  static ArrayNode cycles(Map<String, ObjectNode> book) {
    var cycles = Json.array();
    var done = new HashSet<String>();
    for (var id : book.keySet()) {
      var path = new LinkedHashSet<String>();
      walk(id, book, path, done, cycles);
    }
    return cycles;
  }

  /// Depth first, without recursion into chains of any length.
  private static void walk(
      String start,
      Map<String, ObjectNode> book,
      SequencedSet<String> path,
      Set<String> done,
      ArrayNode cycles) {
    var open = new ArrayList<List<String>>();
    open.add(List.of(start));
    var next = new ArrayList<>(List.of(0));
    while (!open.isEmpty()) {
      int depth = open.size() - 1;
      int at = next.get(depth);
      if (at >= open.get(depth).size()) {
        open.removeLast();
        next.removeLast();
        if (!path.isEmpty() && depth > 0) {
          done.add(path.removeLast());
        }
        continue;
      }
      next.set(depth, at + 1);
      var id = open.get(depth).get(at);
      if (path.contains(id)) {
        addCycle(id, path, book, cycles);
      } else if (!done.contains(id) && book.containsKey(id)) {
        path.add(id);
        open.add(targets(book.get(id)));
        next.add(0);
      }
    }
  }

  private static void addCycle(
      String first, SequencedSet<String> path, Map<String, ObjectNode> book, ArrayNode cycles) {
    var cycle = cycles.addArray();
    boolean inside = false;
    for (var id : path) {
      inside |= id.equals(first);
      var issue = book.get(id);
      if (inside && issue != null) {
        cycle.add(IssueShapes.plain(issue));
      }
    }
  }

  private static List<String> targets(@Nullable ObjectNode issue) {
    var targets = new ArrayList<String>();
    if (issue != null) {
      for (var edge : issue.path("dependencies")) {
        if (BLOCKING.contains(text(edge, "type"))) {
          targets.add(text(edge, "depends_on_id"));
        }
      }
    }
    return targets;
  }

  /// A bead and all below it that it depends on, each with how deep it is.
  static List<ObjectNode> tree(ObjectNode root, Map<String, ObjectNode> book) {
    var tree = new ArrayList<ObjectNode>();
    grow(root, "", 0, book, new HashSet<>(), tree);
    return tree;
  }

  private static void grow(
      ObjectNode issue,
      String parent,
      int depth,
      Map<String, ObjectNode> book,
      Set<String> seen,
      List<ObjectNode> tree) {
    var id = text(issue, "id");
    boolean isNew = seen.add(id);
    var node = IssueShapes.plain(issue).put("depth", depth).put("parent_id", parent);
    tree.add(node.put("truncated", depth >= DEEPEST));
    if (!isNew || depth >= DEEPEST) {
      return;
    }
    for (var edge : issue.path("dependencies")) {
      var target = book.get(text(edge, "depends_on_id"));
      if (target != null) {
        grow(target, id, depth + 1, book, seen, tree);
      }
    }
  }
}
