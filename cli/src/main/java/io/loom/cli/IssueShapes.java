package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.cli.rest.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The shapes in which `bd` shows a bead.
final class IssueShapes {
  private static final String EDGES = "dependencies";
  private static final Set<String> OVER = Set.of("closed", "tombstone");

  private IssueShapes() {}

  static boolean isClosed(JsonNode issue) {
    return OVER.contains(text(issue, "status"));
  }

  /// The bead above one, empty if there is none.
  static String parent(JsonNode issue) {
    for (var edge : issue.path(EDGES)) {
      if (text(edge, "type").equals("parent-child")) {
        return text(edge, "depends_on_id");
      }
    }
    return issue.has("parent") ? text(issue, "parent") : dotted(text(issue, "id"));
  }

  private static String dotted(String id) {
    return id.matches(".*\\.\\d+") ? id.substring(0, id.lastIndexOf('.')) : "";
  }

  /// A bead in a list: with edges and counts, without comments.
  static ObjectNode item(ObjectNode issue, Map<String, ObjectNode> book) {
    var item = issue.deepCopy();
    item.remove("_type");
    item.remove("comments");
    counted(item, issue, book);
    var parent = parent(issue);
    if (!parent.isEmpty()) {
      item.put("parent", parent);
    }
    return item;
  }

  private static void counted(ObjectNode item, ObjectNode issue, Map<String, ObjectNode> book) {
    int blockers = 0;
    for (var edge : issue.path(EDGES)) {
      blockers += text(edge, "type").equals("blocks") ? 1 : 0;
    }
    item.put("dependency_count", blockers);
    item.put(
        "dependent_count",
        dependents(text(issue, "id"), book).stream()
            .filter(it -> text(it, "dependency_type").equals("blocks"))
            .count());
    item.put("comment_count", issue.path("comments").size());
  }

  /// A bead by itself: what it depends on is shown whole.
  static ObjectNode detail(
      ObjectNode issue, Map<String, ObjectNode> book, boolean comments, boolean dependents) {
    var detail = issue.deepCopy();
    detail.remove("_type");
    counted(detail, issue, book);
    var targets = detail.putArray(EDGES);
    for (var edge : issue.path(EDGES)) {
      var target = book.get(text(edge, "depends_on_id"));
      if (target != null) {
        targets.add(plain(target).put("dependency_type", text(edge, "type")));
      }
    }
    if (!comments) {
      detail.remove("comments");
    }
    if (dependents) {
      detail.putArray("dependents").addAll(dependents(text(issue, "id"), book));
    }
    var parent = parent(issue);
    if (!parent.isEmpty()) {
      detail.put("parent", parent);
    }
    if (text(issue, "issue_type").equals("epic")) {
      var children = children(text(issue, "id"), book);
      long closed = children.stream().filter(IssueShapes::isClosed).count();
      detail.put("epic_total_children", children.size());
      detail.put("epic_closed_children", closed);
      detail.put("epic_closeable", !children.isEmpty() && closed == children.size());
    }
    return detail;
  }

  /// A bead without its edges and comments.
  static ObjectNode plain(ObjectNode issue) {
    var plain = issue.deepCopy();
    plain.remove(List.of("_type", EDGES, "comments"));
    return plain;
  }

  static List<ObjectNode> dependents(String id, Map<String, ObjectNode> book) {
    var dependents = new ArrayList<ObjectNode>();
    for (var issue : book.values()) {
      for (var edge : issue.path(EDGES)) {
        if (text(edge, "depends_on_id").equals(id)) {
          dependents.add(plain(issue).put("dependency_type", text(edge, "type")));
        }
      }
    }
    return dependents;
  }

  static List<ObjectNode> children(String id, Map<String, ObjectNode> book) {
    return book.values().stream().filter(issue -> parent(issue).equals(id)).toList();
  }

  /// The open beads that one waits for.
  static List<String> openBlockers(JsonNode issue, Map<String, ObjectNode> book) {
    var blockers = new ArrayList<String>();
    for (var edge : issue.path(EDGES)) {
      var type = text(edge, "type");
      var target = book.get(text(edge, "depends_on_id"));
      if ((type.equals("blocks") || type.equals("conditional-blocks"))
          && target != null
          && !isClosed(target)
          && !text(target, "status").equals("pinned")) {
        blockers.add(text(target, "id"));
      }
    }
    return blockers;
  }

  static ObjectNode edge(String status, String from, String to, String type) {
    return Json.object()
        .put("status", status)
        .put("issue_id", from)
        .put("depends_on_id", to)
        .put("type", type);
  }
}
