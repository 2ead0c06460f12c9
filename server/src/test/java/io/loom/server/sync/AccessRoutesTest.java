package io.loom.server.sync;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.server.RestServer;
import io.loom.server.project.GitAuthMethod;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The routes for keys and looks.
class AccessRoutesTest {
  private static final String PROJECT = "/api/v1/projects/demo";

  private final AccessWorld world;
  private final RestServer server;
  private volatile boolean inTime = true;

  AccessRoutesTest(@TempDir Path folder) {
    world = new AccessWorld(folder);
    server =
        RestServer.of(
            world.credentials.resource(),
            SyncFeature.resource(
                world.server.projects,
                (project, _) -> {
                  var _ = world.check.check(project);
                  return inTime;
                }));
  }

  @AfterEach
  void close() {
    server.close();
    world.close();
  }

  @Test
  void keyIsMadeWhenItIsAskedForAndStays() {
    world.givenProject("git@github.com:org/repo.git", GitAuthMethod.SSH);

    var key = server.get(PROJECT + "/git-key");

    assertThat(key.status()).isEqualTo(200);
    assertThat(key.text("project_id")).isEqualTo("demo");
    assertThat(key.text("auth_method")).isEqualTo("ssh");
    assertThat(key.text("public_key"))
        .matches("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAA[A-Za-z0-9+/]{44} loom-deploy-key");
    assertThat(key.body().path("rotated").asBoolean(true)).isFalse();
    assertThat(key.text("fingerprint")).matches("SHA256:[A-Za-z0-9+/]{43}");
    assertThat(key.text("instructions")).contains("Allow write access");
    assertThat(key.body().toString()).doesNotContain("PRIVATE");
    assertThat(server.get(PROJECT + "/git-key").body()).isEqualTo(key.body());
  }

  @Test
  void rotationAnswersWithTheNewKeyAndSaysWhatBecomesOfTheOld() {
    world.givenProject("git@github.com:org/repo.git", GitAuthMethod.SSH);
    var first = server.get(PROJECT + "/git-key");

    var second = server.post(PROJECT + "/git-key", "");

    assertThat(second.body().path("rotated").asBoolean()).isTrue();
    assertThat(second.text("public_key")).isNotEqualTo(first.text("public_key"));
    assertThat(second.text("previous_fingerprint")).isEqualTo(first.text("fingerprint"));
    assertThat(second.text("previous_until")).isEqualTo("2026-01-08T12:00:00Z");
    assertThat(server.get(PROJECT + "/git-key").text("public_key"))
        .isEqualTo(second.text("public_key"));

    var third = server.post(PROJECT + "/git-key?immediate=true", "");
    assertThat(third.body().has("previous_fingerprint")).isFalse();
  }

  @Test
  void projectWithoutSshHasNoKey() {
    world.givenProject(world.repository.url(), GitAuthMethod.NONE);

    assertThat(server.get(PROJECT + "/git-key").status()).isEqualTo(400);
    assertThat(server.post(PROJECT + "/git-key", "").text("error")).isEqualTo("project-not-ssh");
    assertThat(server.get("/api/v1/projects/none/git-key").status()).isEqualTo(404);
    assertThat(server.get("/api/v1/projects/none/host-keys").status()).isEqualTo(404);
    assertThat(server.post("/api/v1/projects/none/check", "").status()).isEqualTo(404);
  }

  @Test
  void projectIsLookedAtNow() {
    world.givenProject(world.repository.url(), GitAuthMethod.NONE);

    var look = server.post(PROJECT + "/check", "");

    assertThat(look.status()).isEqualTo(200);
    assertThat(look.body().path("readiness_ok").asBoolean()).isTrue();
    assertThat(look.text("readiness_checked_at")).isEqualTo("2026-01-01T12:00:00Z");
    inTime = false;
    assertThat(server.post(PROJECT + "/check", "").status()).isEqualTo(202);
  }

  @Test
  void hostKeysAreNoneBeforeAnyHostWasMet() {
    world.givenProject("git@github.com:org/repo.git", GitAuthMethod.SSH);

    assertThat(server.get(PROJECT + "/host-keys").body()).isEmpty();
    assertThat(server.delete(PROJECT + "/host-keys").status()).isEqualTo(204);
    assertThat(world.server.count("host_keys.forgotten")).isZero();
  }
}
