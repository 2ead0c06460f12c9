package io.loom.server.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.loom.server.git.GitHttpServer;
import io.loom.server.project.GitAuthMethod;
import io.loom.server.project.NewProject;
import io.loom.server.reach.Actor;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProjectSyncTest {
  private final GitHttpServer forge;
  private final AccessWorld world;
  private final ProjectSync sync;

  ProjectSyncTest(@TempDir Path folder) {
    forge = GitHttpServer.start(folder);
    world = new AccessWorld(folder);
    world.givenProject(forge.url("origin.git"), GitAuthMethod.TOKEN);
    world.givenSecret("GIT_TOKEN", "token");
    sync = new ProjectSync(world.server.projects, world.check, Duration.ofHours(1));
    world.server.projects.follow(sync);
  }

  @AfterEach
  void close() {
    sync.close();
    forge.close();
    world.close();
  }

  @Test
  void projectTurnsReadyByItselfOnceLoomIsLetIn() {
    await().until(() -> !forge.requests().isEmpty() && isChecked());
    assertThat(isReady()).isFalse();

    forge.letIn("x-access-token", "token");

    await().atMost(Duration.ofSeconds(30)).until(this::isReady);
  }

  @Test
  void whoAsksGetsWhatIsTrueNow() throws Exception {
    await().until(this::isChecked);
    forge.letIn("x-access-token", "token");

    assertThat(sync.look(world.project(), Duration.ofSeconds(30))).isTrue();

    assertThat(isReady()).isTrue();
  }

  @Test
  void slowRemoteHoldsUpNobodyElse() throws Exception {
    forge.letIn("x-access-token", "token");
    var _ = forge.hold();
    assertThat(sync.look(world.project(), Duration.ofMillis(1))).isFalse();
    forge.awaitRequest();

    var url = world.repository.url();
    var _ =
        world.server.projects.create(
            Actor.SYSTEM,
            new NewProject(
                "quick", "quick", url, "main", "", "", null, null, false, false, Map.of()));

    await()
        .until(() ->
            world.server.projects.find(Actor.SYSTEM, "quick").orElseThrow().readiness().ready());
  }

  private boolean isChecked() {
    return world.project().readiness().checkedAt() != null;
  }

  private boolean isReady() {
    return world.project().readiness().ready();
  }
}
