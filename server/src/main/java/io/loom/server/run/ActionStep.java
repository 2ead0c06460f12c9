package io.loom.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.api.NewBead;
import io.loom.ground.http.Json;
import io.loom.server.action.Action;
import io.loom.server.action.ActionRunner;
import io.loom.server.action.LoopDetector;
import io.loom.server.action.ParsedAnswer;
import io.loom.server.action.ParsedAnswer.Call;
import io.loom.server.bead.Bead;
import io.loom.server.bead.BeadResult;
import io.loom.server.decision.NewDecision;
import io.loom.server.git.GitException;
import io.loom.server.reach.Actor;
import io.loom.server.run.RunWork.Step;
import io.loom.weaver.WeaverException;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Does one action of an answer. What the server itself does for it commits with the journal's row.
final class ActionStep {
  private static final String REPEATED =
      "\n[Loom: you did exactly this before, with the same result. Try something else.]";

  private final RunWork work;
  private final NextStep.Act act;

  ActionStep(RunWork work, NextStep.Act act) {
    this.work = work;
    this.act = act;
  }

  Progress take()
      throws WeaverException, GitException, Workspaces.LostWorkspace, InterruptedException {
    var call = act.call();
    return switch (call.result()) {
      case ParsedAnswer.Invalid(var reason) -> {
        store(_ -> StepResults.invalid(reason), reason);
        yield Progress.GO_ON;
      }
      case ParsedAnswer.Parsed(Action.InWorkspace action) -> inWorkspace(action);
      case ParsedAnswer.Parsed(Action.OfServer action) -> ofServer(action);
    };
  }

  private String request() {
    return StepResults.actionRequest(
        act.turn(), act.index(), act.call().callId(), arguments(act.call()));
  }

  private static JsonNode arguments(Call call) {
    return switch (call.result()) {
      case ParsedAnswer.Parsed(var action) -> Json.mapper().valueToTree(action);
      case ParsedAnswer.Invalid _ -> Json.mapper().createObjectNode();
    };
  }

  private Progress inWorkspace(Action.InWorkspace action)
      throws WeaverException, GitException, Workspaces.LostWorkspace, InterruptedException {
    int n = work.start(StepKind.ACTION, act.call().name(), request());
    var tools = work.tools();
    var outcome =
        ActionRunner.run(
            tools.platform(),
            Workspaces.weaverId(work.run()),
            action,
            work.commands(),
            tools.commandLimits());
    @Nullable String snapshot =
        action.isMutating() ? tools.workspaces().snapshot(work.run(), n, work.base()) : null;
    var note = RunPlanner.repetition(work.doneSteps()) == LoopDetector.Verdict.WARN ? REPEATED : "";
    work.finish(
        n,
        StepResults.action(outcome.ok(), outcome.text(), outcome.fullText(), note),
        snapshot,
        Step.of(
            StepKind.ACTION,
            act.call().name(),
            action.subject().isEmpty() ? outcome.text() : action.subject(),
            outcome.ok()));
    return Progress.GO_ON;
  }

  private Progress ofServer(Action.OfServer action)
      throws WeaverException, Workspaces.LostWorkspace, InterruptedException {
    switch (action) {
      case Action.CreateBead create -> store(handle -> createBead(handle, create), create.title());
      case Action.Comment(var text) ->
          store(
              handle -> {
                var _ = work.tools().beads().comment(handle, actor(), work.run().beadId(), text);
                return StepResults.action(true, "The comment is written.", "", "");
              },
              text);
      case Action.AskDecision ask -> {
        return ask(ask);
      }
      case Action.Finish(var summary) -> finish(summary);
    }
    return Progress.GO_ON;
  }

  private Actor actor() {
    return Actor.agent(work.run().agentId(), work.run().projectId());
  }

  private String createBead(Handle handle, Action.CreateBead create) {
    var run = work.run();
    var wanted =
        NewBead.of(
            run.projectId(),
            create.title(),
            create.type(),
            create.description(),
            create.priority());
    var result = work.tools().beads().create(handle, actor(), wanted);
    if (create.blocksThis() && result instanceof BeadResult.Done(Bead bead)) {
      var _ =
          work.tools().beads().addDependency(handle, actor(), run.beadId(), bead.id(), "blocks");
    }
    return switch (result) {
      case BeadResult.Done(var bead) ->
          StepResults.action(true, "Created bead %s.".formatted(bead.id()), "", "");
      case BeadResult.Invalid(_, var detail) -> StepResults.invalid(detail);
      case BeadResult.Refused(var detail) -> StepResults.action(false, detail, detail, "");
      case BeadResult.NoSuchBead(var id) ->
          StepResults.action(false, "There is no bead %s.".formatted(id), "", "");
    };
  }

  private Progress ask(Action.AskDecision ask) {
    int n = work.number();
    var run = work.run();
    var tools = work.tools();
    tools
        .database()
        .change(handle -> {
          work.start(handle, n, StepKind.ACTION, act.call().name(), request());
          var _ =
              tools
                  .decisions()
                  .ask(
                      handle,
                      actor(),
                      new NewDecision(
                          Questions.id(run, n),
                          run.projectId(),
                          run.beadId(),
                          run.id(),
                          "question",
                          ask.question(),
                          ask.options().stream().distinct().toList(),
                          ask.recommendation(),
                          run.agentId(),
                          1));
          Questions.letGo(work, handle, ask.question());
        });
    return Progress.LET_GO;
  }

  /// A result that changes nothing has to be said twice: mostly it is a mistake.
  private void finish(String summary)
      throws WeaverException, Workspaces.LostWorkspace, InterruptedException {
    boolean changed = work.tools().workspaces().differs(work.run(), work.snapshot(), work.base());
    if (changed) {
      store(_ -> StepResults.ending("Handed over; build and tests follow.", "finish"), summary);
    } else if (saidBefore()) {
      var why = summary.isBlank() ? "Nothing had to be changed." : summary;
      store(_ -> StepResults.ending(why, "nothing_to_do"), "nothing to change");
    } else {
      var text =
          "Nothing is changed in the workspace. If that is right, use finish once more and say in"
              + " the summary why; otherwise make the change first.";
      store(_ -> StepResults.unchanged(text), "nothing is changed");
    }
  }

  private boolean saidBefore() {
    return work.doneSteps().stream()
        .anyMatch(step ->
            step.kind() == StepKind.ACTION && step.resultJson().path("unchanged").asBoolean());
  }

  private void store(Function<Handle, String> effect, String text) {
    int n = work.number();
    work.tools()
        .database()
        .change(handle -> {
          work.start(handle, n, StepKind.ACTION, act.call().name(), request());
          var result = effect.apply(handle);
          boolean ok = Json.tree(result).path("ok").asBoolean();
          work.finish(
              handle, n, result, null, Step.of(StepKind.ACTION, act.call().name(), text, ok));
        });
    work.reload();
  }
}
