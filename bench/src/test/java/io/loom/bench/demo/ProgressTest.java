package io.loom.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.bench.demo.BeadProgress.Stage;
import io.loom.bench.demo.Line.Sign;
import io.loom.bench.demo.Progress.Standing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final Events events = new Events();
  private final Progress progress = Events.progress(0);

  @Test
  void beadGoesFromItsAgentToItsCommit() {
    var lines =
        accept(
            events.started("demo-a"),
            events.step("demo-a", "prepare", "prepare", "workspace at 1", true),
            events.step("demo-a", "turn", "m", "I test.", true),
            events.step("demo-a", "action", "test", "exit code 1", false),
            events.step("demo-a", "action", "finish", "done", true),
            events.step("demo-a", "gate", "gate", "green", true),
            events.queued("demo-a"),
            events.merged("demo-a"),
            events.closed("demo-a", "0123456789abcdef"),
            events.ended("demo-a", "completed"));

    assertThat(lines)
        .extracting(line -> line.sign() + " " + line.topic() + ": " + line.text())
        .containsExactly(
            "NEUTRAL agent: Engineer takes it",
            "NEUTRAL weaver: workspace at 1",
            "NEUTRAL model: I test.",
            "BAD action: test  exit code 1",
            "NEUTRAL action: finish  done",
            "GOOD gate: green",
            "NEUTRAL merge: waits for its turn on main",
            "GOOD commit: 0123456789ab on main",
            "GOOD closed: 1 turn, $0.00, 8.0s");
    assertThat(lines.getLast().at()).isEqualTo(Duration.ofSeconds(8));
    assertThat(bead("demo-a").stage).isEqualTo(Stage.MERGED);
  }

  @Test
  void currentStepIsKnownBetweenTwoEvents() {
    accept(events.started("demo-a"));
    assertThat(bead("demo-a").doing).isEqualTo("prepares a workspace");
    accept(events.step("demo-a", "prepare", "prepare", "", true));
    assertThat(bead("demo-a").doing).isEqualTo("turn 1: asks the model");
    accept(events.step("demo-a", "turn", "m", "", true));
    assertThat(bead("demo-a").doing).isEqualTo("turn 1: acts");
    accept(events.step("demo-a", "action", "test", "", true));
    assertThat(bead("demo-a").doing).isEqualTo("turn 2: asks the model");
    accept(events.step("demo-a", "action", "finish", "", true));
    assertThat(bead("demo-a").doing).isEqualTo("gate: builds and tests");
    accept(events.step("demo-a", "gate", "gate", "", false));
    assertThat(bead("demo-a").doing).isEqualTo("turn 2: asks the model");
  }

  @Test
  void eventsThatComeAgainAfterAResumeChangeNothing() {
    var turn = events.step("demo-a", "turn", "m", "Hello", true);
    accept(turn);

    assertThat(progress.accept(turn)).isEmpty();
    assertThat(progress.turns()).isEqualTo(1);
  }

  @Test
  void allIsDoneWhenEachBeadHasACommit() {
    accept(events.closed("demo-a", "1"));
    assertThat(progress.standing()).isEqualTo(new Standing.Going());
    accept(events.closed("demo-b", "2"));
    assertThat(progress.standing()).isEqualTo(new Standing.AllMerged());
  }

  @Test
  void beadClosedWithoutACommitIsStuck() {
    accept(events.closed("demo-b", ""));

    assertThat(progress.standing())
        .isEqualTo(new Standing.Stuck("demo-b", "closed without a commit: why"));
  }

  @Test
  void runThatEndsWithoutAResultIsForgivenAsOftenAsAllowed() {
    var patient = Events.progress(1);
    patient.accept(events.started("demo-a"));
    patient.accept(events.ended("demo-a", "max_time"));
    assertThat(patient.standing()).isEqualTo(new Standing.Going());
    patient.accept(events.started("demo-a"));
    patient.accept(events.ended("demo-a", "inner_loop"));

    assertThat(patient.standing()).isEqualTo(new Standing.Stuck("demo-a", "inner_loop: details"));
  }

  @Test
  void runThatFindsItsBeadTakenIsNoFailure() {
    accept(events.started("demo-a"), events.ended("demo-a", "bead_lost"));

    assertThat(progress.standing()).isEqualTo(new Standing.Going());
  }

  @Test
  void rejectedMergeAndQuestionsAreShown() {
    var lines =
        accept(
            events.event("merge.rejected", "{'bead_id': 'demo-a', 'text': 'conflict'}"),
            events.event("decision.created", "{'bead_id': 'demo-a', 'question': 'More money?'}"));

    assertThat(lines).extracting(Line::sign).containsExactly(Sign.BAD, Sign.QUESTION);
    assertThat(lines).extracting(Line::text).containsExactly("conflict", "More money?");
  }

  @Test
  void eventOfAnUnknownKindOrShapeIsPassedOver() {
    assertThat(
            accept(
                events.event("galaxy.collapsed", "{'bead_id': 'demo-a'}"),
                events.event("run.step", "[]"),
                events.event("bead.completed", "{'bead_id': {'x': 1}}")))
        .isEmpty();
  }

  private List<Line> accept(JsonNode... happened) {
    var lines = new ArrayList<Line>();
    for (var event : happened) {
      Optional<Line> line = progress.accept(event);
      line.ifPresent(lines::add);
    }
    return lines;
  }

  private BeadProgress bead(String id) {
    return progress.bead(id).orElseThrow();
  }
}
