package io.loom.server.sync;

import static io.loom.server.ServerWorld.ADA;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.loom.api.BeadPatch;
import io.loom.api.NewBead;
import io.loom.ground.database.DatabaseKind;
import io.loom.server.bead.BeadResult;
import io.loom.server.bead.BeadService;
import io.loom.server.bead.file.BeadFile;
import io.loom.server.git.TestRepository;
import io.loom.server.project.ReadinessIssue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Beads whose truth is a Dolt database. A program of ours stands in for `bd`: see [StandInBd].
@Timeout(180)
class DoltBeadsTest {
  private static final String METADATA =
      "{\"backend\":\"dolt\",\"dolt_mode\":\"embedded\",\"dolt_database\":\"beads\"}";

  @TempDir private Path folder;
  private @Nullable SyncWorld world;

  @AfterEach
  void close() {
    if (world != null) {
      world.close();
    }
  }

  private SyncWorld world(TestRepository origin, String bd) {
    var made = new SyncWorld(DatabaseKind.SQLITE, folder, origin.url(), bd);
    world = made;
    return made;
  }

  private TestRepository origin(String metadata) {
    var origin = TestRepository.create(folder);
    origin.push("Begin", Map.of(".beads/metadata.json", metadata, ".beads/issues.jsonl", "stale"));
    return origin;
  }

  private String bd(String version) throws IOException {
    var script = folder.resolve("bd");
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    Files.writeString(
        script,
        "#!/bin/sh\nexec '%s' -XX:TieredStopAtLevel=1 -Dbd.version=%s -cp '%s' %s \"$@\"\n"
            .formatted(
                java, version, System.getProperty("java.class.path"), StandInBd.class.getName()));
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    return script.toString();
  }

  @Test
  void withoutBdTheProjectIsNotReadyAndSaysWhatToInstall() {
    assertThat(world(origin(METADATA), folder.resolve("none").toString()).check())
        .filteredOn(it -> it.code().equals("beads_dolt"))
        .singleElement()
        .satisfies(it -> {
          assertThat(it.message()).contains("there is no bd");
          assertThat(it.remedy()).contains("Install bd 1.2.2");
          assertThat(it.blocking()).isTrue();
        });
  }

  @Test
  void badReleaseIsRefused() throws IOException {
    var origin = origin(METADATA);

    assertThat(world(origin, bd("1.2.1")).check())
        .anySatisfy(it -> assertThat(it.message()).contains("bd 1.2.1 is not used"));
    assertThat(origin.bare().resolve("bd.log")).doesNotExist();
  }

  @Test
  void databaseOfAServerIsNotConnectedTo() throws IOException {
    var origin = origin(METADATA.replace("embedded", "server"));

    assertThat(world(origin, bd("1.2.2")).check())
        .anySatisfy(it -> assertThat(it.message()).contains("of mode server"));
    assertThat(origin.bare().resolve("bd.log")).doesNotExist();
  }

  @Test
  void beadsComeAndGoThroughBdAndTheFileIsLeftAlone() throws IOException {
    var origin = origin(METADATA);
    Files.writeString(
        origin.bare().resolve("refs-dolt-data"),
        "{\"_type\":\"issue\",\"id\":\"demo-1\",\"title\":\"theirs\",\"status\":\"open\","
            + "\"priority\":2,\"issue_type\":\"task\"}\n");
    var server = world(origin, bd("1.2.2"));

    assertThat(server.check()).extracting(ReadinessIssue::code).doesNotContain("beads_dolt");
    var beads = server.server.beads;
    assertThat(beads.find(ADA, "demo-1").orElseThrow().title()).isEqualTo("theirs");

    beads.update(ADA, "demo-1", BeadPatch.ofPriority(0));
    beads.comment(ADA, "demo-1", "--said here");
    var made = beads.create(ADA, NewBead.of("demo", "-rf --new", "bug", "two\nlines", 1));
    var id = made instanceof BeadResult.Done(var bead) ? bead.id() : "";
    beads.addDependency(ADA, id, "demo-1", "blocks");
    beads.close(ADA, "demo-1", "done", BeadService.Guard.FORCED);
    server.write();

    var there = BeadFile.parse(Files.readAllBytes(origin.bare().resolve("refs-dolt-data")));
    assertThat(there.find("demo-1").orElseThrow().line())
        .contains("\"priority\":0", "\"status\":\"closed\"", "--said here");
    assertThat(there.find(id).orElseThrow().text("title")).isEqualTo("-rf --new");
    assertThat(there.find(id).orElseThrow().text("description")).isEqualTo("two\nlines");
    assertThat(there.find(id).orElseThrow().edges()).hasSize(1);
    assertThat(server.server.database.read(beads::unsyncedProjects)).isEmpty();
    assertThat(new String(origin.file(".beads/issues.jsonl"), UTF_8)).isEqualTo("stale");

    var calls = Files.readAllLines(origin.bare().resolve("bd.log")).size();
    assertThat(server.check()).extracting(ReadinessIssue::code).doesNotContain("beads_dolt");
    assertThat(Files.readAllLines(origin.bare().resolve("bd.log"))).hasSize(calls + 2);
  }
}
