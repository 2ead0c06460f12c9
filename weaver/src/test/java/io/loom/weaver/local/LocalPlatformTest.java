package io.loom.weaver.local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.loom.weaver.Egress;
import io.loom.weaver.ExecRequest;
import io.loom.weaver.Limits;
import io.loom.weaver.WeaverException;
import io.loom.weaver.WeaverException.Reason;
import io.loom.weaver.WeaverSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.SynchronousQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What only weavers of this machine have to keep: their folder, their server's death, and words
/// for machines that cannot isolate.
class LocalPlatformTest {
  @TempDir private Path temporary;

  @Test
  void killedServerLeavesNothingRunning() throws Exception {
    killServer(Isolation.UNSHARE);
  }

  @Test
  @Tag("system")
  void killedServerLeavesNothingRunningInBubblewrap() throws Exception {
    killServer(Isolation.BUBBLEWRAP);
  }

  private void killServer(Isolation isolation) throws Exception {
    var sleep = "8%09d".formatted(System.nanoTime() % 1_000_000_000);
    var root = temporary.resolve("root");
    var workspace = Files.createDirectory(temporary.resolve("workspace"));
    var server =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin/java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                KilledServer.class.getName(),
                root.toString(),
                workspace.toString(),
                isolation.name(),
                "((setsid sleep %1$s &) &); touch started; sleep %1$s".formatted(sleep))
            .redirectErrorStream(true)
            .start();
    try {
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.exists(workspace.resolve("started")));
    } finally {
      server.destroyForcibly();
    }

    await().atMost(Duration.ofSeconds(20)).until(() -> !runs(sleep));
    try (var platform = open(root)) {
      assertThat(platform.list()).containsExactly("w1");
      assertThat(groupsOf(root)).isEmpty();
      platform.delete("w1");
      assertThat(platform.list()).isEmpty();
    }
    assertThat(workspace).doesNotExist();
  }

  private static boolean runs(String word) {
    return ProcessHandle.allProcesses()
        .anyMatch(process -> process.info().commandLine().orElse("").contains(word));
  }

  /// The control groups of a platform that runs nothing.
  private static List<Path> groupsOf(Path root) throws IOException {
    var prefix = "loom-%s-".formatted(UUID.nameUUIDFromBytes(root.toString().getBytes(UTF_8)));
    var found = new ArrayList<Path>();
    for (var parent : Files.readAllLines(root.resolve("control-groups"))) {
      try (var groups = Files.newDirectoryStream(Path.of(parent), prefix + "*")) {
        groups.forEach(found::add);
      }
    }
    return found;
  }

  @Test
  void commandOutlivesTheThreadThatAskedForIt() throws Exception {
    try (var launcher = new Launcher()) {
      var started = new SynchronousQueue<Process>();
      var asking =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  started.put(launcher.start(List.of("/bin/cat"), Map.of(), List.of()));
                } catch (IOException | InterruptedException e) {
                  throw new IllegalStateException(e);
                }
              });
      var process = started.take();
      asking.join();

      process.getOutputStream().write("still there".getBytes(UTF_8));
      process.getOutputStream().close();

      assertThat(process.inputReader().readLine()).isEqualTo("still there");
      assertThat(process.waitFor()).isZero();
    }
  }

  @Test
  void folderBelongsToOneServer() throws Exception {
    try (var _ = open(temporary)) {
      assertThatThrownBy(() -> open(temporary)).hasMessageContaining("in use");
    }
    open(temporary).close();
  }

  @Test
  void reportSaysWhatHolds() throws Exception {
    try (var platform = open(temporary)) {
      assertThat(platform.report().usable()).isTrue();
      assertThat(platform.report().isolation()).startsWith("unshare (util-linux ");
      assertThat(platform.report().enforced()).contains("time", "output");
      assertThat(platform.report().missing()).anyMatch(entry -> entry.startsWith("disk: "));
    }
  }

  @Test
  void withoutControlGroupsTheReportSaysSo() throws Exception {
    var config = new LocalConfig(temporary, List.of(), Isolation.UNSHARE, LimitEnforcement.OFF);
    try (var platform = LocalPlatform.open(config)) {
      assertThat(platform.report().missing())
          .anyMatch(entry -> entry.startsWith("memory: "))
          .anyMatch(entry -> entry.startsWith("cpu: "));
      platform.create(spec("w1"));
      assertThat(platform.exec("w1", ExecRequest.shell(Limits.DEFAULT, "true")).succeeded())
          .isTrue();
      platform.delete("w1");
    }
  }

  @Test
  void imagesAreRefused() throws Exception {
    try (var platform = open(temporary.resolve("root"))) {
      var spec = spec("w1");
      var withImage =
          new WeaverSpec(
              "w1",
              "debian:12",
              spec.workspace(),
              List.of(),
              Map.of(),
              Map.of(),
              spec.egress(),
              spec.limits());
      assertThatThrownBy(() -> platform.create(withImage))
          .isInstanceOfSatisfying(
              WeaverException.class,
              e -> assertThat(e.reason()).isEqualTo(Reason.IMAGE_NOT_SUPPORTED));
      assertThat(platform.list()).isEmpty();
    }
  }

  @Test
  void noWeaverSeesTheFolderOfThePlatform() throws Exception {
    try (var platform = open(temporary.resolve("root"))) {
      for (var shown : List.of(temporary, temporary.resolve("root"))) {
        assertThatThrownBy(() -> platform.create(spec("w1", List.of(shown), Map.of())))
            .hasMessageContaining("state of all weavers");
      }
      for (var inside : List.of("/workspace/cache", "/usr/cache", "/", "cache", "/a/../etc")) {
        assertThatThrownBy(
                () -> platform.create(spec("w1", List.of(), Map.of(inside, folder("cache")))))
            .as(inside)
            .isInstanceOf(WeaverException.class);
      }
    }
  }

  private LocalPlatform open(Path root) throws IOException {
    return LocalPlatform.open(
        new LocalConfig(root, List.of(), Isolation.UNSHARE, LimitEnforcement.WHERE_POSSIBLE));
  }

  private WeaverSpec spec(String id) throws IOException {
    return spec(id, List.of(), Map.of());
  }

  private WeaverSpec spec(String id, List<Path> readOnly, Map<String, Path> caches)
      throws IOException {
    return new WeaverSpec(
        id,
        "",
        folder("workspace-" + id),
        readOnly,
        caches,
        Map.of(),
        new Egress.None(),
        Limits.DEFAULT);
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(temporary.resolve(name));
  }
}
