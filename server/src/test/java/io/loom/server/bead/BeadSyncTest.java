package io.loom.server.bead;

import static io.loom.server.bead.BeadWorld.ADA;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.loom.api.BeadPatch;
import io.loom.ground.database.DatabaseKind;
import io.loom.server.bead.file.BeadFile;
import io.loom.server.bead.file.PendingFile;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Beads in the database and in the file of a project, on both databases.
@ParameterizedClass
@EnumSource
class BeadSyncTest {
  private static final String FILE =
      """
      {"id":"demo-1","title":"one","status":"open","priority":1,"issue_type":"task","created_at":"2026-01-01T00:00:00Z","x":1.50}
      {"id":"demo-2","title":"two","status":"open","priority":1,"issue_type":"task","created_at":"2026-01-02T00:00:00Z","dependencies":[{"issue_id":"demo-2","depends_on_id":"demo-1","type":"blocks"}]}
      {"id":"demo-3","title":"old","status":"closed","priority":3,"closed_at":"2025-01-01T00:00:00Z"}
      """;

  private final BeadWorld world;

  BeadSyncTest(DatabaseKind kind) {
    world = new BeadWorld(kind);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void importedBeadsAreReadyByTheirEdges() {
    var result = world.read(FILE);

    assertThat(result).isEqualTo(new BeadFile.Import(3, 0, 3, List.of()));
    assertThat(world.ready()).containsExactly("demo-1");
    assertThat(world.find("demo-2").blocked()).isTrue();
    assertThat(world.eventTypes()).containsExactly("bead.created", "bead.created", "bead.created");
    assertThat(pending(FILE)).isEmpty();
  }

  @Test
  void sameFileAgainChangesNothing() {
    world.read(FILE);

    assertThat(world.read(FILE)).isEqualTo(new BeadFile.Import(0, 0, 3, List.of()));
    assertThat(world.eventTypes()).hasSize(3);
  }

  @Test
  void changedLineIsTakenOver() {
    world.read(FILE);

    var result =
        world.read(
            FILE.replace(
                "\"status\":\"open\",\"priority\":1,\"issue_type\":\"task\",\"created_at\":\"2026-01-01",
                "\"status\":\"closed\",\"closed_at\":\"2026-01-03T00:00:00Z\",\"priority\":0,\"created_at\":\"2026-01-01"));

    assertThat(result.updated()).isEqualTo(1);
    assertThat(world.find("demo-1").isClosed()).isTrue();
    assertThat(world.ready()).containsExactly("demo-2");
    assertThat(unsynced()).isEmpty();
  }

  @Test
  void changeHereIsWrittenAndNoOtherLineDiffers() {
    world.read(FILE);
    world.beads.update(ADA, "demo-1", BeadPatch.ofPriority(0));
    assertThat(unsynced()).containsExactly("demo");

    var pending = pending(FILE).orElseThrow();

    var before = FILE.lines().toList();
    var after = new String(pending.bytes(), UTF_8).lines().toList();
    assertThat(after.subList(1, 3)).isEqualTo(before.subList(1, 3));
    assertThat(after.getFirst())
        .isEqualTo(
            before
                .getFirst()
                .replace("\"priority\":1", "\"priority\":0")
                .replace(
                    "\"created_at\":\"2026-01-01T00:00:00Z\"",
                    "\"created_at\":\"2026-01-01T00:00:00Z\",\"updated_at\":\"2026-01-01T12:00:00Z\""));
    assertThat(pending.revisions()).containsOnlyKeys("demo-1");

    world.database.change(handle -> world.beads.markSynced(handle, pending));
    assertThat(unsynced()).isEmpty();
    assertThat(world.read(new String(pending.bytes(), UTF_8)).updated()).isZero();
  }

  @Test
  void newBeadIsAddedInOrder() {
    world.read(FILE);
    var id = world.given("fresh");

    var pending = pending(FILE).orElseThrow();

    assertThat(BeadFile.parse(pending.bytes()).beads()).containsKey(id).hasSize(4);
    assertThat(new String(pending.bytes(), UTF_8)).contains(FILE.lines().toList().getFirst());
  }

  @Test
  void changesOnBothSidesAreBothKept() {
    world.read(FILE);
    world.beads.update(ADA, "demo-1", BeadPatch.ofPriority(0));
    var theirs = FILE.replace("\"title\":\"one\"", "\"title\":\"renamed\"");

    world.read(theirs);

    var bead = world.find("demo-1");
    assertThat(bead.title()).isEqualTo("renamed");
    assertThat(bead.priority()).isZero();
    assertThat(unsynced()).containsExactly("demo");
    assertThat(new String(pending(theirs).orElseThrow().bytes(), UTF_8))
        .contains("\"title\":\"renamed\",\"status\":\"open\",\"priority\":0");
  }

  @Test
  void fileThatMovedOnWithoutBeingReadIsJoinedWhenWritten() {
    world.read(FILE);
    world.beads.update(ADA, "demo-1", BeadPatch.ofPriority(0));
    var theirs = FILE.replace("\"title\":\"one\"", "\"title\":\"renamed\"");

    var pending = pending(theirs).orElseThrow();
    world.database.change(handle -> world.beads.markSynced(handle, pending));

    assertThat(world.find("demo-1").title()).isEqualTo("renamed");
    assertThat(world.find("demo-1").priority()).isZero();
    assertThat(unsynced()).isEmpty();
    assertThat(world.read(new String(pending.bytes(), UTF_8)).updated()).isZero();
  }

  @Test
  void changeMadeWhileTheFileIsCommittedIsWrittenNextTime() {
    world.read(FILE);
    world.beads.update(ADA, "demo-1", BeadPatch.ofPriority(0));
    var pending = pending(FILE).orElseThrow();
    world.beads.comment(ADA, "demo-1", "wait");

    world.database.change(handle -> world.beads.markSynced(handle, pending));

    assertThat(unsynced()).containsExactly("demo");
    assertThat(new String(pending(new String(pending.bytes(), UTF_8)).orElseThrow().bytes(), UTF_8))
        .contains("\"text\":\"wait\"");
  }

  @Test
  void beadMissingInTheFileIsWrittenAgain() {
    world.read(FILE);
    var lines = FILE.lines().toList();
    var shorter = String.join("\n", lines.subList(1, 3)) + "\n";

    world.read(shorter);

    assertThat(world.beads.find(BeadWorld.ADA, "demo-1")).isPresent();
    assertThat(new String(pending(shorter).orElseThrow().bytes(), UTF_8)).isEqualTo(FILE);
  }

  @Test
  void conflictedFileChangesNothingAndSaysWhere() {
    world.read(FILE);

    var result = world.read("<<<<<<< ours\n" + FILE);

    assertThat(result.problems()).extracting(BeadFile.Problem::line).containsExactly(1);
    assertThat(unsynced()).isEmpty();
    world.beads.update(ADA, "demo-1", BeadPatch.ofPriority(0));
    assertThat(pending("<<<<<<< ours\n" + FILE)).isEmpty();
  }

  @Test
  void beadOfAnotherProjectIsReportedAndLeftAlone() {
    world.read(FILE);
    world.project("other");
    var file = BeadFile.parse(FILE.getBytes(UTF_8));

    var result = world.database.write(handle -> world.beads.importFile(handle, "other", file));

    assertThat(result.created()).isZero();
    assertThat(result.problems()).hasSize(3);
    assertThat(world.find("demo-1").projectId()).isEqualTo("demo");
  }

  @Test
  void charactersThatADatabaseRefusesDoNotStopAnImport() {
    var result =
        world.read(
            """
            {"id":"demo-1","title":"a\\u0000b \\ud800","status":"q\\u0000a","priority":99}
            {"id":"demo-1.\\u0000","title":"t"}
            """);

    assertThat(result.created()).isEqualTo(1);
    assertThat(world.find("demo-1").title()).isEqualTo("a\0b \uFFFD");
    assertThat(result.problems()).hasSize(1);
  }

  @Test
  void leaseNeverReachesTheFile() {
    world.read(FILE);
    world.take("demo-1", "run-1");

    var text = new String(pending(FILE).orElseThrow().bytes(), UTF_8);

    assertThat(text).contains("\"status\":\"in_progress\"").doesNotContain("run-1");
  }

  private Optional<PendingFile> pending(String current) {
    return world.database.read(
        handle -> world.beads.pendingWrite(handle, "demo", current.getBytes(UTF_8)));
  }

  private List<String> unsynced() {
    return world.database.read(world.beads::unsyncedProjects);
  }
}
