package io.loom.server;

import static io.loom.server.ServerWorld.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import io.loom.api.BeadPatch;
import io.loom.api.MilestoneRequest;
import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Caller;
import io.loom.server.bead.BeadResult;
import io.loom.server.decision.DecideResult;
import io.loom.server.project.ProjectChange;
import io.loom.server.project.ProjectStatus;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What projects, their beads, decisions and milestones do to each other.
@ParameterizedClass
@EnumSource
class ProjectLifeTest {
  private final ServerWorld world;

  ProjectLifeTest(DatabaseKind kind, @TempDir Path folder) {
    world = new ServerWorld(kind, folder);
    world.givenProject("demo", "/r");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void projectWithOpenWorkIsClosedByDecision() {
    world.givenBead("demo", "Something to do");

    var question = asked();
    assertThat(asked()).isEqualTo(question);
    assertThat(status()).isEqualTo(ProjectStatus.OPEN);
    assertThat(world.decisions.find(ADA, question).orElseThrow().recommendation()).isEqualTo("no");

    decide(question, "yes");
    assertThat(status()).isEqualTo(ProjectStatus.CLOSED);
    decide(question, "yes");
    assertThat(status()).isEqualTo(ProjectStatus.CLOSED);
  }

  @Test
  void noKeepsTheProjectOpenAndMayBeAskedAgain() {
    world.givenBead("demo", "Something to do");
    var question = asked();

    decide(question, "no");
    assertThat(status()).isEqualTo(ProjectStatus.OPEN);
    assertThat(asked()).isNotEqualTo(question);
  }

  @Test
  void yesDoesNotCloseWhatBecamePerpetual() {
    world.givenBead("demo", "Something to do");
    var question = asked();
    world.database.change(handle -> handle.execute("UPDATE projects SET is_perpetual = 1"));

    decide(question, "yes");
    assertThat(status()).isEqualTo(ProjectStatus.OPEN);
  }

  @Test
  void deletionSaysWhatWouldBeLost() {
    world.givenBead("demo", "One");
    world.givenBead("demo", "Two");
    var _ = asked();

    assertThat(world.projects.delete(Caller.LOCAL_ADMIN, "demo"))
        .isEqualTo(
            new ProjectChange.NotEmpty(Map.of("beads", 2L, "comments", 1L, "decisions", 1L)));
    assertThat(world.projects.deleteByForce(Caller.LOCAL_ADMIN, "demo"))
        .isInstanceOf(ProjectChange.Changed.class);
  }

  @Test
  void beadsAreForMilestonesOfTheirProject() {
    world.givenProject("other", "/r");
    var milestone = milestone("demo");
    var bead = world.givenBead("demo", "For 1.0").id();

    var patched = world.beads.update(ADA, bead, forMilestone(milestone));
    assertThat(patched).isInstanceOf(BeadResult.Done.class);
    assertThat(world.bead(bead).context()).containsEntry("milestone_id", milestone);
    for (var wrong : new String[] {milestone("other"), "nowhere"}) {
      assertThat(world.beads.update(ADA, bead, forMilestone(wrong)))
          .isInstanceOf(BeadResult.Invalid.class);
      assertThat(world.beads.update(ADA, bead, BeadPatch.ofContext(Map.of("milestone_id", wrong))))
          .isInstanceOf(BeadResult.Invalid.class);
    }

    assertThat(world.milestones.delete(ADA, "demo", milestone)).isPresent();
    assertThat(world.bead(bead).context()).doesNotContainKey("milestone_id");
  }

  private static BeadPatch forMilestone(String id) {
    return BeadPatch.ofContext(Map.of("milestone_id", id));
  }

  private String milestone(String project) {
    var request = new MilestoneRequest("1.0", null, null, null, null, null);
    return world.milestones.create(ADA, project, request).orElseThrow().id();
  }

  private String asked() {
    return switch (world.comments.close(ADA, "demo", "user-ada", "Enough")) {
      case ProjectChange.DecisionRequired(_, _, var decision) -> decision.id();
      case ProjectChange other -> throw new AssertionError(other.toString());
    };
  }

  private void decide(String question, String answer) {
    assertThat(world.decisions.decide(ADA, "user-ada", question, answer, "because"))
        .isInstanceOf(DecideResult.Decided.class);
  }

  private ProjectStatus status() {
    return world.projects.find(ADA, "demo").orElseThrow().status();
  }
}
