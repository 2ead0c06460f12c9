package io.loom.server.sync;

import static io.loom.server.ServerWorld.ADA;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.loom.api.BeadPatch;
import io.loom.ground.database.DatabaseKind;
import io.loom.server.bead.file.BeadFile;
import io.loom.server.bead.file.OddBeads;
import io.loom.server.git.TestRepository;
import io.loom.server.project.ReadinessIssue;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Beads in and out of a real repository into which others push, on both databases.
@ParameterizedClass
@EnumSource
@Timeout(120)
class BeadGitTest {
  private static final String FILE = ".beads/issues.jsonl";
  private static final int BEADS = 30;

  private final TestRepository origin;
  private final SyncWorld world;

  BeadGitTest(DatabaseKind kind, @TempDir Path folder) {
    origin = TestRepository.create(folder);
    world = new SyncWorld(kind, folder, origin.url(), "");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void oneChangedBeadOfTenThousandOddLinesIsOneChangedLineInGit() {
    var odd = OddBeads.file(10_000);
    origin.push("Begin", Map.of("README.md", "r", FILE, ""));
    origin.edit(FILE, _ -> odd);
    assertThat(world.check()).extracting(ReadinessIssue::code).contains("beads_line");

    world.server.beads.update(ADA, "odd-00025", BeadPatch.ofPriority(0));
    world.write();

    assertThat(origin.git("diff", "--numstat", "main~1", "main").split("\\s+"))
        .containsExactly("1", "1", FILE);
    var before = new String(odd, ISO_8859_1).split("(?<=\n)", -1);
    var after = new String(origin.file(FILE), ISO_8859_1).split("(?<=\n)", -1);
    assertThat(IntStream.range(0, before.length).filter(i -> !before[i].equals(after[i])))
        .containsExactly(25);
  }

  @Test
  void changesOfBothSidesArriveHoweverTheirPushesMeet() throws Exception {
    var lines = new StringBuilder();
    for (int i = 0; i < BEADS; i++) {
      lines.append("{\"id\":\"demo-%02d\",\"title\":\"t\",\"priority\":2}\n".formatted(i));
    }
    origin.push("Begin", Map.of(FILE, lines.toString()));
    world.check();

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var others =
          threads.submit(() -> {
            for (int i = 0; i < BEADS; i++) {
              int bead = i;
              origin.edit(FILE, bytes -> commented(bytes, bead));
            }
          });
      for (int i = 0; i < BEADS; i++) {
        world.server.beads.comment(ADA, "demo-%02d".formatted(i), "ours " + i + ".");
        world.write();
        world.check();
      }
      others.get();
    }
    world.check();
    world.write();

    var beads = BeadFile.parse(origin.file(FILE));
    for (int i = 0; i < BEADS; i++) {
      var id = "demo-%02d".formatted(i);
      assertThat(beads.find(id).orElseThrow().line())
          .contains("ours " + i + ".", "theirs " + i + ".");
      assertThat(world.server.beads.find(ADA, id).orElseThrow().document().line())
          .isEqualTo(beads.find(id).orElseThrow().line());
    }
  }

  private byte[] commented(byte[] bytes, int bead) {
    var file = BeadFile.parse(bytes);
    var before = file.find("demo-%02d".formatted(bead)).orElseThrow();
    var now = world.server.clock.instant();
    return file.render(
        List.of(before.plusComment("c" + bead, "eve", "theirs " + bead + ".", now).touched(now)));
  }

  @Test
  void fileWithAConflictStopsTheProjectUntilItIsRepairedAndLosesNothing() {
    var line = "{\"id\":\"demo-1\",\"title\":\"t\",\"priority\":2}\n";
    origin.push("Begin", Map.of(FILE, line));
    world.check();
    origin.push("Conflict", Map.of(FILE, "<<<<<<< a\n" + line + "=======\n>>>>>>> b\n"));
    world.server.beads.update(ADA, "demo-1", BeadPatch.ofPriority(0));

    for (int i = 0; i < 2; i++) {
      assertThat(world.check())
          .filteredOn(it -> it.code().equals("beads_line"))
          .singleElement()
          .satisfies(it -> {
            assertThat(it.message()).contains("line 1");
            assertThat(it.blocking()).isTrue();
          });
      world.write();
    }
    assertThat(new String(origin.file(FILE), UTF_8)).startsWith("<<<<<<<");

    origin.push("Repair", Map.of(FILE, line));
    assertThat(world.check()).extracting(ReadinessIssue::code).doesNotContain("beads_line");
    world.write();
    assertThat(new String(origin.file(FILE), UTF_8)).contains("\"priority\":0");
  }

  @Test
  void redirectIsNotFollowed() {
    origin.push("Begin", Map.of(FILE, "", ".beads/redirect", "/etc\n"));

    assertThat(world.check())
        .anySatisfy(it -> {
          assertThat(it.code()).isEqualTo("beads_redirect");
          assertThat(it.blocking()).isTrue();
        });
  }
}
