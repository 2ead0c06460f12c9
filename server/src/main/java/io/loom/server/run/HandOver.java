package io.loom.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.server.gate.GateRequest;
import io.loom.server.gate.GateResult;
import io.loom.server.gate.ProjectSettings;
import io.loom.server.gate.SecretScan;
import io.loom.server.git.GitException;
import io.loom.server.merge.Merge;
import io.loom.server.run.RunWork.Step;
import io.loom.weaver.WeaverException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// From the agent's work tree to the merge queue: the result is taken, looked at, proved and
/// queued; what comes back is brought into the workspace.
final class HandOver {
  private final RunWork work;

  HandOver(RunWork work) {
    this.work = work;
  }

  Progress gate()
      throws WeaverException, GitException, Workspaces.LostWorkspace, InterruptedException {
    int n = work.start(StepKind.GATE, "gate", "{}");
    var run = work.run();
    var tools = work.tools();
    var base = work.base();
    var time = work.steps().getLast().startedAt();
    var message = Prompts.commitMessage(work.bead(), summary(), run);
    String commit;
    try {
      commit = tools.workspaces().takeResult(run, work.snapshot(), base, message, time);
    } catch (GitException e) {
      var text = "The result cannot be taken: " + e.getMessage();
      work.finish(
          n,
          StepResults.gate("refused", "", false, text),
          null,
          Step.of(StepKind.GATE, "gate", text, false));
      return Progress.GO_ON;
    }
    var objection = objection(base, commit);
    if (!objection.isEmpty()) {
      return red(n, commit, objection);
    }
    var request =
        new GateRequest(
            "gate-" + run.id(),
            run.projectId(),
            commit,
            work.commands(),
            ProjectSettings.egress(work.project()));
    return switch (tools.gate().prove(request)) {
      case GateResult.Green(boolean verified, var text) -> {
        work.finish(
            n,
            StepResults.gate("green", commit, verified, text),
            null,
            Step.of(StepKind.GATE, "gate", text, true));
        yield Progress.GO_ON;
      }
      case GateResult.Red(var text) -> red(n, commit, text);
      case GateResult.Broken(var text) -> new Progress.Retry(text, Duration.ofSeconds(5), true);
    };
  }

  private Progress red(int n, String commit, String text) {
    work.finish(
        n,
        StepResults.gate("red", commit, false, text),
        null,
        Step.of(StepKind.GATE, "gate", "red: " + text, false));
    return Progress.GO_ON;
  }

  private String summary() {
    for (var step : work.doneSteps().reversed()) {
      if (step.kind() == StepKind.ACTION
          && step.resultJson().path("ends").asText().equals("finish")) {
        return step.requestJson().path("arguments").path("summary").asText();
      }
    }
    return "";
  }

  /// What must not be merged, whatever the tests say. Empty when there is nothing.
  private String objection(String base, String commit) throws GitException {
    var mirror = work.tools().mirrors().of(work.run().projectId());
    var beadsPath = work.project().beadsPath() + "/";
    var touched =
        mirror.changedPaths(base, commit).stream()
            .filter(path -> path.startsWith(beadsPath))
            .toList();
    if (!touched.isEmpty()) {
      return "The beads in %s are changed by actions only; restore %s."
          .formatted(beadsPath, String.join(", ", touched));
    }
    var findings = SecretScan.scan(mirror.diff(base, commit));
    return findings.isEmpty()
        ? ""
        : "The change seems to hold a secret: %s. Remove it."
            .formatted(
                findings.stream()
                    .map(SecretScan.Finding::toString)
                    .collect(Collectors.joining("; ")));
  }

  Progress merge(NextStep.Merge merge) throws GitException {
    int n = work.number();
    var run = work.run();
    var tools = work.tools();
    var branch = work.project().branch();
    var base = work.base();
    var now = tools.clock().instant();
    tools
        .database()
        .change(handle -> {
          work.start(handle, n, StepKind.MERGE, branch, "{}");
          var awaited =
              tools
                  .merges()
                  .queue(
                      handle,
                      "agent:" + run.agentId(),
                      new Merge(
                          run.id() + "-" + n,
                          run.projectId(),
                          branch,
                          run.id(),
                          n,
                          run.beadId(),
                          base,
                          merge.commit(),
                          null,
                          merge.verified(),
                          null,
                          now));
          var state =
              switch (awaited) {
                case QUEUE -> RunState.MERGING;
                case PEOPLE -> {
                  tools.agents().endWork(handle, run.agentId(), run.beadId());
                  yield RunState.WAITING;
                }
              };
          boolean held = tools.runs().release(handle, run, state, now, 0, null, null, now);
          if (!held) {
            throw new JournalRepository.LostRun(run.id());
          }
        });
    return Progress.LET_GO;
  }

  Progress rebase(String base)
      throws WeaverException, GitException, Workspaces.LostWorkspace, InterruptedException {
    var merge = work.doneSteps().getLast().resultJson();
    int n = work.start(StepKind.REBASE, "rebase", "{}");
    var tools = work.tools();
    var conflicts = tools.workspaces().rebase(work.run(), work.snapshot(), base);
    var snapshot = tools.workspaces().snapshot(work.run(), n, base);
    tools
        .database()
        .change(handle -> {
          var _ = tools.runs().setBase(handle, work.run(), base);
          work.finish(
              handle,
              n,
              StepResults.rebased(base, explain(merge, conflicts), conflicts),
              snapshot,
              Step.of(
                  StepKind.REBASE,
                  "rebase",
                  conflicts.isEmpty()
                      ? "onto " + base.substring(0, 10)
                      : "conflicts in " + String.join(", ", conflicts),
                  conflicts.isEmpty()));
        });
    work.reload();
    return Progress.GO_ON;
  }

  private static String explain(JsonNode merge, List<String> conflicts) {
    var why = merge.path("text").asText();
    if (merge.path("returned").asBoolean() && conflicts.isEmpty()) {
      return why
          + "\nDo what is asked for, run the tests, then finish again. If nothing is to be changed,"
          + " finish and say why.";
    }
    var state =
        conflicts.isEmpty()
            ? "There are no conflicts in the text; see whether it still works together."
            : "Resolve the conflict markers in %s.".formatted(String.join(", ", conflicts));
    return """
    Your work was green, but could not be merged: %s
    The branch's newer commits are now merged into your workspace. %s \
    Run the tests, then finish again.\
    """
        .formatted(why, state);
  }
}
