package io.loom.server.bead;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.ground.database.DatabaseKind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jdbi.v3.core.Handle;

/// Many runs that take, renew, let go and lose a few beads at random. A model beside the database
/// knows who may hold what; the two never differ.
final class BeadClaimWalk {
  private record Held(String run, long fence, Instant until) {}

  private record Token(String bead, String run, long fence) {}

  private static final int BEADS = 5;
  private static final int RUNS = 20;

  private final Random random;
  private final Map<String, Held> model = new HashMap<>();
  private final Map<String, Long> fences = new HashMap<>();
  private final List<Token> tokens = new ArrayList<>();
  private final List<String> ids = new ArrayList<>();

  private BeadClaimWalk(long seed) {
    random = new Random(seed);
  }

  static void run(DatabaseKind kind, int steps, long seed) {
    try (var world = new BeadWorld(kind)) {
      var walk = new BeadClaimWalk(seed);
      for (int i = 0; i < BEADS; i++) {
        walk.ids.add(world.given("bead " + i));
      }
      for (int step = 0; step < steps; ) {
        // Some steps share a transaction, as those of different servers would share the disk.
        int batch = 1 + walk.random.nextInt(50);
        int first = step;
        world.database.change(handle -> {
          for (int i = 0; i < batch; i++) {
            walk.step(world, handle, "seed %d, step %d".formatted(seed, first + i));
          }
        });
        step += batch;
      }
    }
  }

  private void step(BeadWorld world, Handle handle, String where) {
    switch (random.nextInt(10)) {
      case 0, 1, 2, 3, 4 -> take(world, handle, where);
      case 5, 6 -> renew(world, handle, where);
      case 7, 8 -> release(world, handle, where);
      default -> world.clock.advance(Duration.ofSeconds(random.nextInt(90)));
    }
  }

  private void take(BeadWorld world, Handle handle, String where) {
    var bead = ids.get(random.nextInt(BEADS));
    var run = "run-" + random.nextInt(RUNS);
    var until = world.clock.instant().plusSeconds(60);
    var fence = world.beads.take(handle, bead, run, until);
    assertThat(fence.isPresent()).as(where).isEqualTo(isFree(world, bead));
    if (fence.isPresent()) {
      assertThat(fence.get()).as(where).isGreaterThan(fences.getOrDefault(bead, 0L));
      fences.put(bead, fence.get());
      model.put(bead, new Held(run, fence.get(), until));
      tokens.add(new Token(bead, run, fence.get()));
      if (tokens.size() > 40) {
        tokens.removeFirst();
      }
    }
  }

  private boolean isFree(BeadWorld world, String bead) {
    var held = model.get(bead);
    return held == null || !held.until().isAfter(world.clock.instant());
  }

  private void renew(BeadWorld world, Handle handle, String where) {
    if (!tokens.isEmpty()) {
      var token = tokens.get(random.nextInt(tokens.size()));
      var until = world.clock.instant().plusSeconds(60);
      boolean renewed = world.beads.renew(handle, token.bead(), token.run(), token.fence(), until);
      assertThat(renewed).as(where).isEqualTo(isCurrent(token));
      if (renewed) {
        model.put(token.bead(), new Held(token.run(), token.fence(), until));
      }
    }
  }

  private void release(BeadWorld world, Handle handle, String where) {
    if (!tokens.isEmpty()) {
      var token = tokens.get(random.nextInt(tokens.size()));
      var release = new Release.Again(Instant.EPOCH, null, 1);
      boolean released =
          world.beads.release(handle, token.bead(), token.run(), token.fence(), release);
      assertThat(released).as(where).isEqualTo(isCurrent(token));
      if (released) {
        model.remove(token.bead());
      }
    }
  }

  /// Nobody took the bead since, and the run has not let go: then even a lease that ran out is its.
  private boolean isCurrent(Token token) {
    var held = model.get(token.bead());
    return held != null && held.run().equals(token.run()) && held.fence() == token.fence();
  }
}
