package io.loom.server.run;

import static io.loom.server.run.TestJournal.BASE;
import static io.loom.server.run.TestJournal.COMMIT;
import static io.loom.server.run.TestJournal.Call.FINISH;
import static io.loom.server.run.TestJournal.Call.LOOK;
import static io.loom.server.run.TestJournal.Call.UNKNOWN;
import static io.loom.server.run.TestJournal.prepared;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import io.loom.server.action.LoopDetector;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RunPlannerTest {
  private static final long BUDGET = 1_000;
  private static final RunLimits LIMITS = new RunLimits(6, Duration.ofMinutes(10), BUDGET, 3);
  private static final NextStep TURN = new NextStep.Turn();

  private static Arguments row(String name, TestJournal journal, NextStep next) {
    return Arguments.of(named(name, journal), next);
  }

  static Stream<Arguments> nextSteps() {
    return Stream.of(
        row("nothing yet", new TestJournal(), new NextStep.Prepare()),
        row(
            "preparing was interrupted",
            new TestJournal().started(StepKind.PREPARE, "prepare"),
            new NextStep.Prepare()),
        row("prepared", prepared(), TURN),
        row("turn was interrupted", prepared().started(StepKind.TURN, "model"), TURN),
        row("all actions done", prepared().calls(LOOK).did("read_file"), TURN),
        row("handed over", prepared().finished(), new NextStep.Gate()),
        row(
            "finish goes before the calls after it",
            prepared().calls(FINISH, LOOK).did("finish", StepResults.ending("Done.", "finish")),
            new NextStep.Gate()),
        row(
            "gate was interrupted",
            prepared().finished().started(StepKind.GATE, "gate"),
            new NextStep.Gate()),
        row("finish without a change", prepared().calls(FINISH).did("finish", unchanged()), TURN),
        row("red gate", prepared().finished().gate("red"), TURN),
        row("green gate", prepared().finished().gate("green"), new NextStep.Merge(COMMIT, true)),
        row(
            "merge was interrupted",
            prepared().finished().gate("green").started(StepKind.MERGE, "main"),
            new NextStep.Merge(COMMIT, true)),
        row("merge rejected", rejected(), new NextStep.Rebase(BASE)),
        row(
            "rebase was interrupted",
            rejected().started(StepKind.REBASE, "rebase"),
            new NextStep.Rebase(BASE)),
        row("rebased", rejected().rebased(BASE), TURN),
        row("one empty answer", prepared().says(""), TURN),
        row("prose once", prepared().says("I shall think."), TURN),
        row(
            "empty answers with an action between",
            prepared().says("").calls(LOOK).did("read_file").says(""),
            TURN),
        row("three malformed actions", malformed(3), TURN),
        row("many malformed actions in one answer", malformedInOneAnswer(6), TURN),
        row(
            "a good action among malformed ones",
            malformed(3).calls(LOOK).did("read_file").calls(UNKNOWN).did("fly", invalid()),
            TURN),
        row("messages too long", prepared().tooLong().tooLong().tooLong(), TURN),
        row("prose after messages too long", prepared().tooLong().says("Well"), TURN),
        row("decided", prepared().calls(ask()).did("ask_decision", decided()), TURN),
        row("little spent", prepared().costing(BUDGET - 1), TURN),
        row("budget spent", prepared().costing(BUDGET), new NextStep.AskForBudget(BUDGET)),
        row(
            "asking was interrupted",
            prepared().costing(BUDGET).started(StepKind.ASK, "budget"),
            new NextStep.AskForBudget(BUDGET)),
        row("budget granted", prepared().costing(BUDGET).asked("continue", ""), TURN),
        row(
            "granted budget spent too",
            prepared().costing(BUDGET).asked("continue", "").says("").costing(BUDGET),
            new NextStep.AskForBudget(2 * BUDGET)));
  }

  @ParameterizedTest
  @MethodSource("nextSteps")
  void nextStepFollowsFromTheJournal(TestJournal journal, NextStep next) {
    assertThat(new RunPlanner(LIMITS).next(journal.steps())).isEqualTo(next);
  }

  private static Arguments end(TestJournal journal, TerminalReason reason) {
    return Arguments.of(reason, journal);
  }

  static Stream<Arguments> ends() {
    return Stream.of(
        end(
            prepared()
                .calls(FINISH)
                .did("finish", StepResults.ending("As it is.", "nothing_to_do")),
            TerminalReason.COMPLETED),
        end(prepared().finished().gate("refused"), TerminalReason.RESULT_REFUSED),
        end(prepared().says("").says(" "), TerminalReason.NO_ACTIONS),
        end(prepared().says("Well").says("Well, well"), TerminalReason.PARSE_FAILURES),
        end(malformed(4), TerminalReason.VALIDATION_FAILURES),
        end(inCircles(5), TerminalReason.INNER_LOOP),
        end(turns(6), TerminalReason.MAX_ITERATIONS),
        end(prepared().taking(Duration.ofMinutes(11)), TerminalReason.MAX_TIME),
        end(prepared().costing(BUDGET).asked("stop", ""), TerminalReason.MAX_COST),
        end(prepared().tooLong().tooLong().tooLong().tooLong(), TerminalReason.CONTEXT_TOO_LONG));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("ends")
  void runEndsWithItsReason(TerminalReason reason, TestJournal journal) {
    var next = new RunPlanner(LIMITS).next(journal.steps());

    assertThat(next)
        .isInstanceOfSatisfying(
            NextStep.End.class,
            end -> {
              assertThat(end.reason()).isEqualTo(reason);
              assertThat(end.detail()).isNotBlank();
            });
  }

  @Test
  void callsOfAnAnswerAreDoneInTheirOrder() {
    var journal = prepared().calls(LOOK, UNKNOWN, LOOK);

    assertThat(act(journal)).extracting(NextStep.Act::index).isEqualTo(0);
    assertThat(act(journal.did("read_file"))).extracting(NextStep.Act::index).isEqualTo(1);
    journal.did("fly", invalid());
    assertThat(act(journal))
        .satisfies(act -> {
          assertThat(act.turn()).isEqualTo(2);
          assertThat(act.index()).isEqualTo(2);
          assertThat(act.call().name()).isEqualTo("read_file");
        });
    assertThat(act(journal.started(StepKind.ACTION, "read_file")).index()).isEqualTo(2);
  }

  @Test
  void turnUnderWayIsFetchedWhateverTheLimitsSay() {
    var beyond =
        turns(6).costing(10 * BUDGET).taking(Duration.ofDays(1)).started(StepKind.TURN, "model");

    assertThat(new RunPlanner(LIMITS).next(beyond.steps())).isEqualTo(TURN);
  }

  @Test
  void waitingIsNotWork() {
    var long1 = Duration.ofHours(2);
    var waited =
        prepared()
            .calls(ask())
            .did("ask_decision", decided())
            .taking(long1)
            .finished()
            .gate("green")
            .notMerged(BASE)
            .taking(long1)
            .rebased(BASE)
            .costing(BUDGET)
            .asked("continue", "")
            .taking(long1);

    assertThat(new RunPlanner(LIMITS).next(waited.steps())).isEqualTo(TURN);
  }

  @Test
  void lastTurnMayStillBeDone() {
    var journal = turns(5).calls(FINISH);

    assertThat(new RunPlanner(LIMITS).next(journal.steps())).isInstanceOf(NextStep.Act.class);
    journal.did("finish", StepResults.ending("Done.", "finish"));
    assertThat(new RunPlanner(LIMITS).next(journal.steps())).isEqualTo(new NextStep.Gate());
    assertThat(new RunPlanner(LIMITS).next(journal.gate("green").steps()))
        .isEqualTo(new NextStep.Merge(COMMIT, true));
  }

  @Test
  void runWithoutABudgetNeverAsks() {
    var planner = new RunPlanner(new RunLimits(6, Duration.ofMinutes(10), 0, 3));

    assertThat(planner.next(prepared().costing(Long.MAX_VALUE).steps())).isEqualTo(TURN);
  }

  @Test
  void repetitionIsToldBeforeItEndsTheRun() {
    assertThat(RunPlanner.repetition(inCircles(2).steps())).isEqualTo(LoopDetector.Verdict.NONE);
    assertThat(RunPlanner.repetition(inCircles(3).steps())).isEqualTo(LoopDetector.Verdict.WARN);
    assertThat(RunPlanner.repetition(inCircles(5).steps())).isEqualTo(LoopDetector.Verdict.STOP);
  }

  private static NextStep.Act act(TestJournal journal) {
    return (NextStep.Act) new RunPlanner(LIMITS).next(journal.steps());
  }

  private static TestJournal turns(int count) {
    var journal = prepared();
    for (int i = 0; i < count; i++) {
      journal.calls(LOOK).did("read_file");
    }
    return journal;
  }

  private static TestJournal inCircles(int times) {
    var journal = prepared();
    for (int i = 0; i < times; i++) {
      journal.calls(LOOK).did("read_file", StepResults.action(true, "the same", "the same", ""));
    }
    return journal;
  }

  private static TestJournal malformed(int times) {
    var journal = prepared();
    for (int i = 0; i < times; i++) {
      journal.calls(UNKNOWN).did("fly", StepResults.invalid("There is no fly " + i));
    }
    return journal;
  }

  private static TestJournal malformedInOneAnswer(int times) {
    var calls = new TestJournal.Call[times];
    Arrays.fill(calls, UNKNOWN);
    var journal = prepared().calls(calls);
    for (int i = 0; i < times; i++) {
      journal.did("fly", StepResults.invalid("There is no fly " + i));
    }
    return journal;
  }

  private static TestJournal rejected() {
    return prepared().finished().gate("green").notMerged(BASE);
  }

  private static TestJournal.Call ask() {
    return new TestJournal.Call("ask_decision", "{\"question\":\"Red?\",\"options\":[\"yes\"]}");
  }

  private static String decided() {
    return StepResults.decided("yes", "", "Decided: yes.");
  }

  private static String invalid() {
    return StepResults.invalid("There is no fly.");
  }

  private static String unchanged() {
    return StepResults.unchanged("Nothing is changed.");
  }
}
