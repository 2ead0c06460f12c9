package io.loom.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.server.action.ParsedAnswer;
import io.loom.server.run.TestJournal.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs that always do what the planner says, in a world that answers at random.
class RunPlannerWalkTest {
  private static final int TURNS = 12;
  private static final int MOST_CALLS = 3;

  /// A turn, its actions, gate, merge and rebase, and a question each time.
  private static final int MOST_STEPS = 2 + TURNS * (1 + MOST_CALLS + 4);

  private static final RunLimits LIMITS = new RunLimits(TURNS, Duration.ofMinutes(30), 1_000, 3);

  @ParameterizedTest
  @ValueSource(longs = {1, 7, 42, 4711, 20260101})
  void runEndsAndEachStepIsPlannedAgainTheSame(long seed) {
    var random = new Random(seed);
    for (int walk = 0; walk < 40; walk++) {
      walk(random, "seed %d, walk %d".formatted(seed, walk));
    }
  }

  private static void walk(Random random, String name) {
    var planner = new RunPlanner(LIMITS);
    var journal = new TestJournal();
    var planned = new ArrayList<NextStep>();
    var next = planner.next(List.of());
    boolean merged = false;
    while (!merged && !(next instanceof NextStep.End)) {
      planned.add(next);
      assertThat(planned).as(name).hasSizeLessThan(MOST_STEPS);
      assertThat(planner.next(begun(journal, next))).as("%s, interrupted", name).isEqualTo(next);
      merged = next instanceof NextStep.Merge && random.nextInt(3) == 0;
      if (!merged) {
        doIt(next, journal, random);
        next = planner.next(journal.steps());
      }
    }
    assertThat(journal.turns()).as(name).isLessThanOrEqualTo(TURNS);
    for (int i = 0; i < planned.size(); i++) {
      assertThat(planner.next(journal.steps().subList(0, i)))
          .as("%s, step %d", name, i + 1)
          .isEqualTo(planned.get(i));
    }
  }

  private static List<RunStep> begun(TestJournal journal, NextStep next) {
    var kind =
        switch (next) {
          case NextStep.Prepare _ -> StepKind.PREPARE;
          case NextStep.Turn _ -> StepKind.TURN;
          case NextStep.Act _ -> StepKind.ACTION;
          case NextStep.Gate _ -> StepKind.GATE;
          case NextStep.Merge _ -> StepKind.MERGE;
          case NextStep.Rebase _ -> StepKind.REBASE;
          case NextStep.AskForBudget _ -> StepKind.ASK;
          case NextStep.End _ -> throw new AssertionError("nothing is begun after the end");
        };
    return new TestJournal(journal.steps()).started(kind, "begun").steps();
  }

  private static void doIt(NextStep next, TestJournal journal, Random random) {
    switch (next) {
      case NextStep.Prepare _ -> journal.prepare();
      case NextStep.Turn _ -> answer(journal, random).costing(random.nextInt(200));
      case NextStep.Act act -> act(act, journal, random);
      case NextStep.Gate _ ->
          journal.gate(List.of("red", "green", "green", "refused").get(random.nextInt(4)));
      case NextStep.Merge _ -> journal.notMerged(TestJournal.BASE).taking(Duration.ofHours(1));
      case NextStep.Rebase(var base) -> journal.rebased(base);
      case NextStep.AskForBudget _ ->
          journal.asked(random.nextInt(4) == 0 ? "stop" : "continue", "");
      case NextStep.End _ -> throw new AssertionError("nothing is done after the end");
    }
    if (!(next instanceof NextStep.Turn || next instanceof NextStep.Merge)) {
      journal.taking(Duration.ofSeconds(random.nextInt(60)));
    }
  }

  private static TestJournal answer(TestJournal journal, Random random) {
    return switch (random.nextInt(12)) {
      case 0 -> journal.says("");
      case 1 -> journal.says("Let me think.");
      case 2 -> journal.tooLong();
      case 3 -> journal.writes("{\"actions\": [{\"type\": \"build\"}, {\"type\": \"test\"}]}");
      default -> {
        var calls = new ArrayList<Call>();
        for (int i = random.nextInt(MOST_CALLS); i >= 0; i--) {
          calls.add(
              List.of(Call.LOOK, Call.LOOK, Call.FINISH, Call.UNKNOWN).get(random.nextInt(4)));
        }
        yield journal.calls(calls.toArray(Call[]::new));
      }
    };
  }

  private static void act(NextStep.Act act, TestJournal journal, Random random) {
    var name = act.call().name();
    var text = "result " + random.nextInt(4);
    var result =
        switch (act.call().result()) {
          case ParsedAnswer.Invalid(var reason) -> StepResults.invalid(reason);
          case ParsedAnswer.Parsed _ when !name.equals("finish") ->
              StepResults.action(random.nextBoolean(), text, text, "");
          case ParsedAnswer.Parsed _ ->
              switch (random.nextInt(4)) {
                case 0 -> StepResults.unchanged(text);
                case 1 -> StepResults.ending(text, "nothing_to_do");
                default -> StepResults.ending(text, "finish");
              };
        };
    journal.did(name, result);
  }
}
