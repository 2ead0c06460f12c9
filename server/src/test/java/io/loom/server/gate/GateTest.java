package io.loom.server.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.server.action.ProjectCommands;
import io.loom.server.git.GitConfig;
import io.loom.server.git.GitException;
import io.loom.server.git.Mirrors;
import io.loom.server.git.Remote;
import io.loom.server.git.TestRepository;
import io.loom.weaver.Egress;
import io.loom.weaver.Limits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateTest {
  private final Path folder;
  private final FolderPlatform platform;
  private final TestRepository remote;
  private final Mirrors mirrors;
  private final String commit;
  private final Gate gate;

  GateTest(@TempDir Path folder) throws Exception {
    this.folder = folder;
    platform = new FolderPlatform(Files.createDirectories(folder.resolve("outputs")));
    remote = TestRepository.create(folder);
    commit = remote.push("first", Map.of("a.txt", "one\n"));
    var git = new GitConfig(folder.resolve("git"), Duration.ofSeconds(30), "Loom", "loom@x");
    mirrors = new Mirrors(git);
    mirrors.of("demo").fetch(Remote.open(remote.url()));
    gate = gate(git, Duration.ofMinutes(1), 4);
  }

  private Gate gate(GitConfig git, Duration timeout, int mostAtOnce) {
    var specs = new WorkspaceSpecs(folder.resolve("data"), mirrors, Limits.DEFAULT, List.of(), git);
    return new Gate(platform, specs, mirrors, timeout, mostAtOnce);
  }

  @Test
  void greenWhenAllCommandsSucceedOnTheCommit() throws Exception {
    var result =
        prove(commit, new ProjectCommands("grep one a.txt", "test -f built", "touch built"));

    assertThat(result).isEqualTo(new GateResult.Green(true, "Build and tests are green."));
    assertThat(platform.commands())
        .containsExactly("touch built", "grep one a.txt", "test -f built");
  }

  @Test
  void redNamesTheCommandAndItsOutputAndStopsThere() throws Exception {
    var result = prove(commit, new ProjectCommands("echo out; echo err >&2; exit 3", "true", ""));

    assertThat(result).isInstanceOf(GateResult.Red.class);
    assertThat(result.text())
        .startsWith("The build command `echo out; echo err >&2; exit 3` failed: exit code 3.")
        .contains("out", "err");
    assertThat(platform.commands()).hasSize(1);
  }

  @Test
  void longOutputIsCutAtItsHead() throws Exception {
    var result = prove(commit, new ProjectCommands("", "seq 100000; echo LAST; exit 1", ""));

    assertThat(result.text()).contains("[…]").endsWith("LAST");
    assertThat(result.text().length()).isLessThan(7_000);
  }

  @Test
  void commandsThatTakeTooLongAreRed() throws Exception {
    var git = new GitConfig(folder.resolve("git"), Duration.ofSeconds(30), "Loom", "loom@x");
    var impatient = gate(git, Duration.ofMillis(300), 1);
    var request = request("slow", commit, new ProjectCommands("", "exec tail -f /dev/null", ""));

    assertThat(impatient.prove(request).text()).contains("it ran out of time");
  }

  @Test
  void withoutCommandsNothingIsVerified() throws Exception {
    var result = prove(commit, new ProjectCommands("", "", "touch setup"));

    assertThat(result)
        .isInstanceOfSatisfying(
            GateResult.Green.class, green -> assertThat(green.verified()).isFalse());
    assertThat(platform.commands()).isEmpty();
  }

  @Test
  void eachProofHasACleanCheckoutAndLeavesNone() throws Exception {
    var commands = new ProjectCommands("test ! -f trace && touch trace", "", "");

    assertThat(prove(commit, commands)).isInstanceOf(GateResult.Green.class);
    assertThat(prove(commit, commands)).isInstanceOf(GateResult.Green.class);
    assertThat(platform.list()).isEmpty();
    assertThat(folder.resolve("data/workspaces/gate-1")).doesNotExist();
  }

  @Test
  void gateThatCannotRunSaysNothingOfTheCommit() throws Exception {
    var missing = prove("0".repeat(40), new ProjectCommands("true", "", ""));
    assertThat(missing).isInstanceOf(GateResult.Broken.class);

    platform.breakDown();
    assertThat(prove(commit, new ProjectCommands("true", "", "")))
        .isEqualTo(new GateResult.Broken("The gate could not run: no weavers today"));
  }

  @Test
  void noMoreRunAtOnceThanAllowed() throws Exception {
    var git = new GitConfig(folder.resolve("git"), Duration.ofSeconds(30), "Loom", "loom@x");
    var narrow = gate(git, Duration.ofMinutes(1), 1);
    var lock = folder.resolve("lock");
    // Making a folder fails when it is there: two at once cannot both be green.
    var commands = new ProjectCommands("mkdir %s && rmdir %s".formatted(lock, lock), "", "");
    var proofs = new ArrayList<Callable<GateResult>>();
    for (int i = 0; i < 6; i++) {
      var request = request("gate-" + i, commit, commands);
      proofs.add(() -> narrow.prove(request));
    }

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(threads.invokeAll(proofs).stream().map(Future::resultNow))
          .hasSize(6)
          .allMatch(GateResult.Green.class::isInstance);
    }
  }

  private GateResult prove(String of, ProjectCommands commands)
      throws InterruptedException, GitException {
    return gate.prove(request("gate-1", of, commands));
  }

  private static GateRequest request(String id, String commit, ProjectCommands commands) {
    return new GateRequest(id, "demo", commit, commands, new Egress.None());
  }
}
