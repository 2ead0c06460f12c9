package io.loom.server.bead;

import static io.loom.server.bead.BeadWorld.ADA;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.loom.api.BeadPatch;
import io.loom.ground.database.DatabaseKind;
import io.loom.server.bead.file.BeadDocument;
import io.loom.server.bead.file.BeadFile;
import io.loom.server.bead.file.OddBeads;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A long and odd file goes through both databases.
@ParameterizedClass
@EnumSource
class TenThousandLinesTest {
  private static final int LINES = 10_000;

  private final byte[] file = OddBeads.file(LINES);
  private final BeadWorld world;

  TenThousandLinesTest(DatabaseKind kind) {
    world = new BeadWorld(kind);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void oneChangedBeadIsOneChangedLineAndEveryOtherByteIsTheSame() {
    var imported = read(file);
    assertThat(imported.created()).isEqualTo(imported.total()).isGreaterThan(6_000);
    assertThat(pending(file)).isEmpty();
    int kinds = 25;
    var before = lines(file);
    for (int kind = 0; kind < kinds; kind++) {
      var id = BeadFile.parse(before.get(kind + kinds).getBytes(ISO_8859_1)).beads().keySet();
      if (id.size() == 1) {
        changeOne(id.iterator().next(), before);
      }
    }
  }

  private void changeOne(String id, List<String> before) {
    BeadWorld.done(
        world.beads.update(ADA, id, BeadPatch.ofPriority(3 - world.find(id).priority() % 2)));
    var after = lines(pending(file).orElseThrow());
    world.database.change(handle -> {
      var pending = world.beads.pendingWrite(handle, "demo", file).orElseThrow();
      world.beads.markSynced(handle, pending);
    });

    assertThat(after).hasSameSizeAs(before);
    var changed = new ArrayList<String>();
    for (int i = 0; i < before.size(); i++) {
      if (!after.get(i).equals(before.get(i))) {
        changed.add(after.get(i));
      }
    }
    assertThat(changed).as(id).hasSize(1);
    var line = new String(changed.getFirst().getBytes(ISO_8859_1), UTF_8).strip();
    assertThat(BeadDocument.parse(line.replace("\uFEFF", "")).id()).isEqualTo(id);
    assertThat(read(file).updated()).isEqualTo(1);
  }

  private BeadFile.Import read(byte[] bytes) {
    return world.database.write(
        handle -> world.beads.importFile(handle, "demo", BeadFile.parse(bytes)));
  }

  private java.util.Optional<byte[]> pending(byte[] current) {
    return world.database.read(
        handle -> world.beads.pendingWrite(handle, "demo", current).map(it -> it.bytes()));
  }

  /// Byte for byte, with the line ends.
  private static List<String> lines(byte[] bytes) {
    return List.of(new String(bytes, ISO_8859_1).split("(?<=\n)"));
  }
}
