package io.loom.server.bead;

import static io.loom.server.bead.BeadWorld.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import io.loom.api.BeadPatch;
import io.loom.ground.database.DatabaseKind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Which beads wait for others, on both databases. Imported files may hold any graph, circles
/// included, so the graphs here are imported.
@ParameterizedClass
@EnumSource
class BeadBlockingTest {
  private final BeadWorld world;

  BeadBlockingTest(DatabaseKind kind) {
    world = new BeadWorld(kind);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void everyStatusButClosedAndPinnedBlocks() {
    for (var status : List.of("in_progress", "deferred", "hooked", "blocked", "custom-done")) {
      read(bead("t", status), bead("x", "open", "blocks t"));
      assertThat(blocked("x")).as(status).isTrue();
    }
    for (var status : List.of("closed", "pinned", "tombstone")) {
      read(bead("t", status), bead("x", "open", "blocks t"));
      assertThat(blocked("x")).as(status).isFalse();
    }
  }

  @Test
  void missingAndExternalTargetsDoNotBlock() {
    read(bead("x", "open", "blocks gone", "blocks external:other:thing"));

    assertThat(blocked("x")).isFalse();
  }

  @Test
  void conditionalBlocksIsLikeBlocksAndOtherTypesAreNot() {
    read(
        bead("t", "open"),
        bead("x", "open", "conditional-blocks t"),
        bead("y", "open", "related t", "discovered-from t", "anything t"));

    assertThat(blocked("x")).isTrue();
    assertThat(blocked("y")).isFalse();
  }

  @Test
  void beingBlockedIsInheritedAndAnOpenParentIsNot() {
    read(
        bead("t", "open"),
        bead("p", "open", "blocks t"),
        bead("c", "open", "parent-child p"),
        bead("g", "open", "parent-child c"));
    assertThat(blocked("c") && blocked("g")).isTrue();

    close("t");

    assertThat(blocked("p") || blocked("c") || blocked("g")).isFalse();
  }

  @Test
  void waitingForAllChildrenEndsWithTheLast() {
    read(
        bead("s", "open"),
        bead("a", "open", "parent-child s"),
        bead("b", "open", "parent-child s"),
        bead("x", "open", "waits-for s"));

    close("a");
    assertThat(blocked("x")).isTrue();
    close("b");
    assertThat(blocked("x")).isFalse();
  }

  @Test
  void waitingForAnyChildEndsWithTheFirst() {
    read(
        bead("s", "open"),
        bead("a", "open", "parent-child s"),
        bead("b", "open", "parent-child s"),
        bead("x", "open", "waits-any s"));
    assertThat(blocked("x")).isTrue();

    close("a");
    assertThat(blocked("x")).isFalse();
  }

  @Test
  void spawnerWithoutChildrenDoesNotBlock() {
    read(bead("s", "open"), bead("x", "open", "waits-for s"));

    assertThat(blocked("x")).isFalse();
  }

  @Test
  void newChildOfASpawnerBlocksWhoeverWaits() {
    read(bead("s", "open"), bead("x", "open", "waits-for s"), bead("c", "open"));

    world.beads.addDependency(ADA, id("c"), id("s"), "parent-child");
    assertThat(blocked("x")).isTrue();
    world.beads.removeDependency(ADA, id("c"), id("s"), "");
    assertThat(blocked("x")).isFalse();
  }

  @Test
  void circleOfParentsDoesNotStayBlockedByItself() {
    read(
        bead("t", "open"),
        bead("p", "open", "blocks t", "parent-child q"),
        bead("q", "open", "parent-child p"));
    assertThat(blocked("p") && blocked("q")).isTrue();

    close("t");

    assertThat(blocked("p") || blocked("q")).isFalse();
  }

  @Test
  void blockedColumnFollowsTheRulesThroughRandomChanges() {
    long seed = 4711;
    var random = new Random(seed);
    var model = new Model(random);
    read(model.lines().toArray(String[]::new));
    assertThat(column()).isEqualTo(model.blocked());

    for (int step = 0; step < 400; step++) {
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          var id = model.anyId();
          var status = List.of("open", "closed", "pinned", "in_progress").get(random.nextInt(4));
          BeadWorld.done(world.beads.update(ADA, id(id), BeadPatch.ofStatus(status)));
          model.status.put(id, status);
        }
        case 2 -> {
          var edge = model.anyNewEdge();
          var result = world.beads.addDependency(ADA, id(edge.from()), id(edge.to()), edge.type());
          if (result instanceof BeadResult.Done && model.edges.stream().noneMatch(edge::isSame)) {
            model.edges.add(edge);
          }
        }
        default -> {
          var edge = model.edges.get(random.nextInt(model.edges.size()));
          world.beads.removeDependency(ADA, id(edge.from()), id(edge.to()), edge.type());
          model.edges.removeIf(edge::isSame);
        }
      }
      assertThat(column()).as("seed %d, step %d", seed, step).isEqualTo(model.blocked());
    }

    var before = column();
    world.database.change(handle -> {
      handle.execute("UPDATE beads SET blocked = 1 - blocked");
      new BeadBlocking(world.clock).recompute(handle);
    });
    assertThat(column()).isEqualTo(before);
  }

  /// @param type as in the file, or `waits-any`
  private record Edge(String from, String to, String type, boolean any) {
    boolean isSame(Edge other) {
      return from.equals(other.from) && to.equals(other.to) && type.equals(other.type);
    }
  }

  /// The rules, read off the page and without a thought for speed.
  private static final class Model {
    private static final List<String> TYPES =
        List.of("blocks", "conditional-blocks", "parent-child", "waits-for", "related");

    final Map<String, String> status = new TreeMap<>();
    final List<Edge> edges = new ArrayList<>();
    private final Random random;

    Model(Random random) {
      this.random = random;
      for (int i = 0; i < 14; i++) {
        status.put("n" + i, "open");
      }
      for (int i = 0; i < 18; i++) {
        var edge = anyNewEdge();
        if (edges.stream().noneMatch(edge::isSame)) {
          boolean any = edge.type().equals("waits-for") && random.nextBoolean();
          edges.add(new Edge(edge.from(), edge.to(), edge.type(), any));
        }
      }
    }

    String anyId() {
      return "n" + random.nextInt(status.size());
    }

    Edge anyNewEdge() {
      return new Edge(anyId(), anyId(), TYPES.get(random.nextInt(TYPES.size())), false);
    }

    List<String> lines() {
      return status.keySet().stream()
          .map(id ->
              bead(
                  id,
                  status.getOrDefault(id, "open"),
                  edges.stream()
                      .filter(edge -> edge.from().equals(id))
                      .map(edge -> (edge.any() ? "waits-any" : edge.type()) + " " + edge.to())
                      .toArray(String[]::new)))
          .toList();
    }

    Map<String, Boolean> blocked() {
      var blocked = new TreeMap<String, Boolean>();
      status.keySet().forEach(id -> blocked.put(id(id), isDirect(id)));
      for (boolean changed = true; changed; ) {
        changed = false;
        for (var edge : edges) {
          if (edge.type().equals("parent-child")
              && !isDone(edge.from())
              && Boolean.TRUE.equals(blocked.get(id(edge.to())))
              && Boolean.FALSE.equals(blocked.put(id(edge.from()), true))) {
            changed = true;
          }
        }
      }
      return blocked;
    }

    private boolean isDirect(String id) {
      return !isDone(id)
          && edges.stream()
              .filter(edge -> edge.from().equals(id))
              .anyMatch(edge ->
                  switch (edge.type()) {
                    case "blocks", "conditional-blocks" -> !isDone(edge.to());
                    case "waits-for" -> waits(edge);
                    default -> false;
                  });
    }

    private boolean waits(Edge wait) {
      var children =
          edges.stream()
              .filter(edge -> edge.type().equals("parent-child") && edge.to().equals(wait.to()))
              .map(Edge::from)
              .toList();
      boolean isFreed =
          wait.any() && children.stream().anyMatch(child -> "closed".equals(status.get(child)));
      return !isFreed && !children.stream().allMatch(this::isDone);
    }

    private boolean isDone(String id) {
      return List.of("closed", "pinned").contains(status.get(id));
    }
  }

  private static String id(String name) {
    return "demo-" + name;
  }

  /// @param edges such as `blocks t`
  private static String bead(String name, String status, String... edges) {
    var dependencies =
        Arrays.stream(edges)
            .map(edge -> edge.split(" ", 2))
            .map(edge ->
                "{\"depends_on_id\":\"%s\",\"type\":\"%s\",\"metadata\":\"%s\"}"
                    .formatted(
                        edge[1].contains(":") || edge[1].equals("gone") ? edge[1] : id(edge[1]),
                        edge[0].equals("waits-any") ? "waits-for" : edge[0],
                        edge[0].equals("waits-any") ? "{\\\"gate\\\":\\\"any-children\\\"}" : "{}"))
            .collect(Collectors.joining(",", "[", "]"));
    var closed = status.equals("closed") ? ",\"closed_at\":\"2026-01-01T00:00:00Z\"" : "";
    return "{\"id\":\"%s\",\"title\":\"t\",\"status\":\"%s\"%s,\"dependencies\":%s}"
        .formatted(id(name), status, closed, dependencies);
  }

  private void read(String... lines) {
    world.read(String.join("\n", lines));
  }

  private void close(String name) {
    BeadWorld.done(world.beads.close(ADA, id(name), "", BeadService.Guard.FORCED));
  }

  private boolean blocked(String name) {
    return world.find(id(name)).blocked();
  }

  private Map<String, Boolean> column() {
    return world.database.read(handle -> {
      var blocked = new TreeMap<String, Boolean>();
      handle
          .createQuery("SELECT id, blocked FROM beads")
          .map((row, _) -> blocked.put(row.getString("id"), row.getInt("blocked") == 1) == null)
          .list();
      return blocked;
    });
  }
}
