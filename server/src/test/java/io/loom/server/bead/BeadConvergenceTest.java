package io.loom.server.bead;

import static io.loom.server.bead.BeadWorld.ADA;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.loom.api.BeadPatch;
import io.loom.ground.database.DatabaseKind;
import io.loom.server.bead.file.BeadDocument;
import io.loom.server.bead.file.BeadFile;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Two servers, one on each database, and somebody with an editor change one file of beads at
/// random, each without asking the others.
class BeadConvergenceTest {
  private static final int STEPS = 250;
  private static final int BEADS = 8;

  private final BeadWorld left = new BeadWorld(DatabaseKind.SQLITE);
  private final BeadWorld right = new BeadWorld(DatabaseKind.POSTGRESQL);

  /// What was written into comments, notes and descriptions, each text once and never taken back.
  private final List<String> written = new ArrayList<>();

  private byte[] file = new byte[0];

  @AfterEach
  void close() {
    left.close();
    right.close();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void nothingIsLostAndAllEndWithTheSame(long seed) {
    var random = new Random(seed);
    var first = new StringBuilder();
    for (int i = 0; i < BEADS; i++) {
      first.append(
          "{\"id\":\"demo-%d\",\"title\":\"t\",\"status\":\"open\",\"priority\":2,".formatted(i));
      first.append("\"issue_type\":\"task\",\"created_at\":\"2026-01-01T00:00:00Z\",\"x\":1.50}\n");
    }
    file = first.toString().getBytes(UTF_8);
    read(left);
    read(right);

    for (int step = 0; step < STEPS; step++) {
      left.clock.advance(Duration.ofMillis(400));
      right.clock.advance(Duration.ofMillis(900));
      var world = random.nextBoolean() ? left : right;
      switch (random.nextInt(5)) {
        case 0, 1 -> change(world, random, step);
        case 2 -> edit(random, step);
        case 3 -> read(world);
        default -> write(world);
      }
    }
    settle();

    assertThat(beads(left)).isEqualTo(beads(right)).isEqualTo(beadsOfFile());
    var all = new String(file, UTF_8);
    assertThat(written).allSatisfy(text -> assertThat(all).contains(text));
    var before = file.clone();
    settle();
    assertThat(file).isEqualTo(before);
  }

  private void settle() {
    for (int i = 0; i < 6; i++) {
      read(left);
      write(left);
      read(right);
      write(right);
    }
  }

  private void read(BeadWorld world) {
    var parsed = BeadFile.parse(file);
    world.database.change(handle -> {
      var imported = world.beads.importFile(handle, "demo", parsed);
      assertThat(imported.problems()).isEmpty();
    });
  }

  private void write(BeadWorld world) {
    var pending = world.database.read(handle -> world.beads.pendingWrite(handle, "demo", file));
    pending.ifPresent(it -> {
      file = it.bytes();
      world.database.change(handle -> world.beads.markSynced(handle, it));
    });
  }

  private String fresh(Random random, int step) {
    var text = "w%d-%d.".formatted(step, random.nextInt(1_000_000));
    written.add(text);
    return text;
  }

  private void change(BeadWorld world, Random random, int step) {
    var id = "demo-" + random.nextInt(BEADS);
    var result =
        switch (random.nextInt(7)) {
          case 0 -> world.beads.comment(ADA, id, fresh(random, step));
          case 1 -> world.beads.update(ADA, id, BeadPatch.ofPriority(random.nextInt(5)));
          case 2 -> {
            var notes = world.find(id).document().text("notes");
            yield world.beads.update(ADA, id, notes(notes + "\n" + fresh(random, step)));
          }
          case 3 -> world.beads.close(ADA, id, "r" + step, BeadService.Guard.FORCED);
          case 4 -> world.beads.reopen(ADA, id, "");
          case 5 -> world.beads.addDependency(ADA, id, "demo-" + random.nextInt(BEADS), "related");
          default ->
              world.beads.removeDependency(ADA, id, "demo-" + random.nextInt(BEADS), "related");
        };
    assertThat(result).isNotInstanceOf(BeadResult.NoSuchBead.class);
  }

  private static BeadPatch notes(String notes) {
    return new BeadPatch(
        null, null, null, null, null, null, null, null, null, null, null, null, null, null, null,
        null, null, null, null, notes, null, null, null, null, null, null, null, null, null, null);
  }

  /// What a person does with an editor, who knows nothing of times of change but those of clocks.
  private void edit(Random random, int step) {
    var parsed = BeadFile.parse(file);
    var bead = parsed.find("demo-" + random.nextInt(BEADS)).orElseThrow();
    var changed =
        switch (random.nextInt(5)) {
          case 0 -> bead.withText("notes", bead.text("notes") + "\n" + fresh(random, step));
          case 1 -> bead.with("x", "1." + random.nextInt(100));
          case 2 -> label(bead, "l" + random.nextInt(6));
          case 3 -> bead.plusComment("c" + step, "eve", fresh(random, step), left.clock.instant());
          default -> bead.with("metadata", "{\"k%d\":%d}".formatted(random.nextInt(3), step));
        };
    file = parsed.render(List.of(changed.touched(left.clock.instant())));
  }

  private static BeadDocument label(BeadDocument bead, String label) {
    var labels = new ArrayList<>(bead.labels());
    if (!labels.remove(label)) {
      labels.add(label);
    }
    return bead.withLabels(labels);
  }

  private static String beads(BeadWorld world) {
    return world.database.read(handle ->
        handle.createQuery("SELECT doc FROM beads ORDER BY id").mapTo(String.class).list().stream()
            .collect(Collectors.joining("\n")));
  }

  private String beadsOfFile() {
    return BeadFile.parse(file).beads().values().stream()
        .map(BeadDocument::line)
        .collect(Collectors.joining("\n"));
  }
}
