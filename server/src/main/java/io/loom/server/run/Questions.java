package io.loom.server.run;

import io.loom.ground.http.Json;
import io.loom.server.decision.Answer;
import io.loom.server.decision.Decision;
import io.loom.server.decision.NewDecision;
import io.loom.server.reach.Actor;
import org.jdbi.v3.core.Handle;

/// Questions of runs to people: a run that asked holds its bead and no thread until it is answered.
final class Questions {
  private Questions() {}

  /// The decision of a step; the same step never asks twice.
  static String id(Run run, int step) {
    return run.id() + "-" + step;
  }

  /// Lets a run wait for its answer.
  static void letGo(RunWork work, Handle transaction, String question) {
    var run = work.run();
    var tools = work.tools();
    var now = tools.clock().instant();
    boolean held =
        tools.runs().release(transaction, run, RunState.WAITING, now, 0, "decision", question, now);
    if (!held) {
      throw new JournalRepository.LostRun(run.id());
    }
    tools
        .events()
        .append(
            transaction,
            "agent:" + run.agentId(),
            new RunEvent.StateChange(
                run.id(),
                run.beadId(),
                run.projectId(),
                RunState.WAITING.stored(),
                "It asks: " + question));
  }

  /// Asks whether a run may spend as much again.
  static Progress askForBudget(RunWork work, long spentMicros) {
    int n = work.number();
    var run = work.run();
    var question =
        "The run has spent $%.2f, its limit. May it spend as much again?"
            .formatted(spentMicros / 1e6);
    work.tools()
        .database()
        .change(handle -> {
          work.start(handle, n, StepKind.ASK, "budget", "{}");
          var _ =
              work.tools()
                  .decisions()
                  .ask(
                      handle,
                      Actor.SYSTEM,
                      new NewDecision(
                          id(run, n),
                          run.projectId(),
                          run.beadId(),
                          run.id(),
                          "budget",
                          question,
                          BudgetQuestion.OPTIONS,
                          BudgetQuestion.STOP,
                          run.agentId(),
                          1));
          letGo(work, handle, question);
        });
    return Progress.LET_GO;
  }

  /// Hands the answers that came to the runs that wait for them. Safe to repeat.
  static void deliver(RunTools tools) {
    var waiting =
        tools.database().read(handle -> tools.runs().listInState(handle, RunState.WAITING));
    for (var run : waiting) {
      tools.database().change(handle -> deliver(tools, handle, run));
    }
  }

  private static void deliver(RunTools tools, Handle transaction, Run run) {
    var last = tools.journal().steps(transaction, run.id()).getLast();
    if (last.done()) {
      return;
    }
    tools
        .decisions()
        .find(transaction, id(run, last.n()))
        .map(Decision::answer)
        .ifPresent(answer -> deliver(tools, transaction, run, last, answer));
  }

  private static void deliver(
      RunTools tools, Handle transaction, Run run, RunStep step, Answer answer) {
    boolean delivered =
        tools
            .journal()
            .complete(
                transaction,
                run.id(),
                step.n(),
                StepResults.decided(answer.decision(), answer.rationale(), text(answer)),
                null,
                0,
                tools.clock().instant());
    if (delivered) {
      var _ =
          tools
              .service()
              .changeState(transaction, run.id(), RunState.WAITING, RunState.ACTIVE, null);
    }
  }

  private static String text(Answer answer) {
    var decided =
        answer.decision().isEmpty()
            ? "The question was withdrawn; decide yourself."
            : "Decided: %s.".formatted(Json.mapper().getNodeFactory().textNode(answer.decision()));
    return answer.rationale().isBlank() ? decided : decided + " " + answer.rationale();
  }
}
