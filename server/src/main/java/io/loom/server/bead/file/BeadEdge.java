package io.loom.server.bead.file;

import java.util.Set;

/// That one bead depends on another.
///
/// @param gate of a `waits-for` edge, `any-children` or otherwise all of them
public record BeadEdge(String dependsOn, String type, String gate) {
  public static final String BLOCKS = "blocks";
  public static final String PARENT = "parent-child";
  public static final String WAITS_FOR = "waits-for";
  public static final String ANY_CHILDREN = "any-children";

  /// The types that keep a bead from being ready, and that must not form a circle.
  public static final Set<String> BLOCKING =
      Set.of(BLOCKS, "conditional-blocks", PARENT, WAITS_FOR);

  public static final Set<String> BLOCKS_TYPES = Set.of(BLOCKS, "conditional-blocks");
  public static final Set<String> RELATED_TYPES = Set.of("related", "relates-to");

  public static BeadEdge of(BeadDocument edge) {
    var type = edge.text("type");
    return new BeadEdge(edge.text("depends_on_id"), type, type.equals(WAITS_FOR) ? gate(edge) : "");
  }

  /// The metadata of an edge is an object inside a string, or nowadays an object.
  private static String gate(BeadDocument edge) {
    var metadata = edge.text("metadata");
    var raw = edge.raw("metadata");
    try {
      var object = metadata.isEmpty() ? raw : metadata;
      return object == null ? "" : BeadDocument.parse(object).text("gate");
    } catch (IllegalArgumentException _) {
      return "";
    }
  }
}
