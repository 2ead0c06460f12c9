package io.loom.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.server.git.GitHttpServer;
import io.loom.server.project.GitAuthMethod;
import io.loom.server.project.ProjectUpdate;
import io.loom.server.reach.Actor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Secrets for HTTP against `git http-backend`.
class HttpAccessTest {
  private static final String CANARY = "s3cret+canary/&%";

  private final Path folder;
  private final GitHttpServer forge;
  private final AccessWorld world;

  HttpAccessTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    forge = GitHttpServer.start(folder);
    var helper = folder.resolve("a helper");
    Files.writeString(
        helper,
        "#!/bin/sh\ntest $2 = get && printf 'username=%s\\npassword=%s\\n' \"$1\" helped\n");
    assertThat(helper.toFile().setExecutable(true)).isTrue();
    world = new AccessWorld(folder, List.of(helper.toString(), "it's"), null);
  }

  @AfterEach
  void close() {
    forge.close();
    world.close();
  }

  @Test
  void tokenOpensTheRepository() throws Exception {
    world.givenProject(forge.url("origin.git"), GitAuthMethod.TOKEN);
    assertThat(world.look()).containsExactly("git_credential");
    assertThat(world.issue().message()).contains("no secret GIT_TOKEN");

    world.givenSecret("GIT_TOKEN", CANARY + "\n");
    assertThat(world.look()).containsExactly("git_secret_refused");

    forge.letRead("x-access-token", CANARY);
    assertThat(world.look()).containsExactly("git_write_access");

    forge.letIn("x-access-token", CANARY);
    assertThat(world.look()).isEmpty();
    assertThat(world.push()).isTrue();
    assertThat(folder.resolve("projects/home/remotes")).isEmptyDirectory();
  }

  @Test
  void userOfTheAddressGoesWithTheToken() {
    world.givenProject(forge.url("origin.git").replace("://", "://ada%40x@"), GitAuthMethod.TOKEN);
    world.givenSecret("GIT_TOKEN", CANARY);
    forge.letIn("ada@x", CANARY);

    assertThat(world.look()).isEmpty();
  }

  @Test
  void nameAndPasswordOpenTheRepository() {
    world.givenProject(forge.url("origin.git"), GitAuthMethod.BASIC);
    world.givenSecret("GIT_PASSWORD", "no colon");
    assertThat(world.look()).containsExactly("git_credential");
    forge.letIn("ada", "a:" + CANARY);

    var _ =
        world.server.projects.update(
            Actor.SYSTEM,
            AccessWorld.ID,
            new ProjectUpdate(
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Map.of(),
                "ADAS_PASSWORD",
                Map.of()));
    world.givenSecret("ADAS_PASSWORD", "ada:a:" + CANARY);

    assertThat(world.look()).isEmpty();
  }

  @Test
  void helperOfTheAdministratorOpensTheRepository() {
    world.givenProject(forge.url("origin.git"), GitAuthMethod.GIT_HELPER);
    assertThat(world.look()).containsExactly("git_secret_refused");

    forge.letIn("it's", "helped");

    assertThat(world.look()).isEmpty();
  }

  @Test
  void secretGoesToNoOtherHostInTheOpen() {
    world.givenSecret("GIT_TOKEN", CANARY);
    world.givenProject("http://example.org/x.git", GitAuthMethod.TOKEN);

    assertThat(world.look()).containsExactly("git_url_form");
    assertThat(world.issue().message()).contains("everybody on the way could read the secret");
  }

  @Test
  void nobodySeesTheSecretWhileGitRuns() throws Exception {
    world.givenProject(forge.url("origin.git"), GitAuthMethod.TOKEN);
    world.givenSecret("GIT_TOKEN", CANARY);
    forge.letIn("x-access-token", CANARY);
    var held = forge.hold();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<List<String>> look = world::look;
      var looking = threads.submit(look);
      forge.awaitRequest();

      var seen = processes();
      held.countDown();

      assertThat(seen).as("the command is among them").anyMatch(it -> it.contains("ls-remote"));
      assertThat(seen).noneMatch(it -> it.contains(CANARY) || it.contains("s3cret"));
      assertThat(looking.get()).isEmpty();
    }
    assertThat(forge.requests()).noneMatch(it -> it.contains("s3cret"));
    assertThat(Files.readString(folder.resolve("projects/mirrors/demo.git/config")))
        .doesNotContain("s3cret", "credential");
  }

  /// Arguments and environments of all processes of this user.
  private static List<String> processes() throws IOException {
    var seen = new ArrayList<String>();
    for (var process : ProcessHandle.allProcesses().toList()) {
      for (var file : List.of("cmdline", "environ")) {
        try {
          var path = Path.of("/proc", Long.toString(process.pid()), file);
          seen.add(Files.readString(path, StandardCharsets.ISO_8859_1));
        } catch (IOException _) {
          // It has ended, or belongs to somebody else.
        }
      }
    }
    return seen;
  }
}
