package io.loom.server.run;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.server.action.ProjectCommands;
import io.loom.server.bead.Bead;
import io.loom.server.gate.CommandDetection;
import io.loom.server.gate.ProjectSettings;
import io.loom.server.git.GitException;
import io.loom.server.project.Project;
import io.loom.server.reach.Actor;
import java.util.List;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// One run while a worker has it: its journal, and how its steps are stored. Used by one thread.
final class RunWork {
  private final RunTools tools;
  private final Run run;
  private List<RunStep> steps;

  RunWork(RunTools tools, Run run) {
    this.tools = tools;
    this.run = run;
    this.steps = tools.service().steps(run.id());
  }

  RunTools tools() {
    return tools;
  }

  Run run() {
    return run;
  }

  List<RunStep> steps() {
    return steps;
  }

  List<RunStep> doneSteps() {
    return steps.stream().filter(RunStep::done).toList();
  }

  /// The step that was begun and not finished, if there is one.
  @Nullable RunStep underWay() {
    return steps.isEmpty() || steps.getLast().done() ? null : steps.getLast();
  }

  /// The number of the step under way, or of the next one.
  int number() {
    return underWay() == null ? steps.size() + 1 : steps.size();
  }

  /// The newest snapshot of the workspace.
  String snapshot() {
    return steps.reversed().stream()
        .map(RunStep::snapshot)
        .filter(snapshot -> snapshot != null)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("run without a snapshot: " + run.id()));
  }

  /// The commit that the work builds on now.
  String base() {
    for (var step : steps.reversed()) {
      if (step.done() && (step.kind() == StepKind.PREPARE || step.kind() == StepKind.REBASE)) {
        return step.resultJson().path("base").asText();
      }
    }
    throw new IllegalStateException("run without a base: " + run.id());
  }

  JsonNode prepared() {
    return steps.getFirst().resultJson();
  }

  Project project() throws GitException {
    return tools
        .projects()
        .find(Actor.SYSTEM, run.projectId())
        .orElseThrow(() -> new GitException("The project is gone."));
  }

  Bead bead() {
    return tools
        .beads()
        .find(Actor.SYSTEM, run.beadId())
        .orElseThrow(() -> new IllegalStateException("bead %s is gone".formatted(run.beadId())));
  }

  /// The project's commands; what it does not set is detected from the files at the top of its
  /// base.
  ProjectCommands commands() throws GitException {
    var names = tools.mirrors().of(run.projectId()).names(base(), "");
    return CommandDetection.complete(ProjectSettings.commands(project()), Set.copyOf(names));
  }

  /// Stores the next step as begun; one that is under way already is begun again.
  ///
  /// @return its number
  int start(StepKind kind, String name, String request) {
    int n = number();
    tools.database().change(handle -> start(handle, n, kind, name, request));
    reload();
    return n;
  }

  void start(Handle transaction, int n, StepKind kind, String name, String request) {
    tools.journal().start(transaction, run, n, kind, name, request, tools.clock().instant());
  }

  void finish(int n, String result, @Nullable String snapshot, Step step) {
    tools.database().change(handle -> finish(handle, n, result, snapshot, step));
    reload();
  }

  /// What the world is told of a step.
  record Step(StepKind kind, String name, String text, boolean ok, long costMicros) {
    static Step of(StepKind kind, String name, String text, boolean ok) {
      return new Step(kind, name, text, ok, 0);
    }
  }

  void finish(Handle transaction, int n, String result, @Nullable String snapshot, Step step) {
    tools
        .journal()
        .finish(transaction, run, n, result, snapshot, step.costMicros(), tools.clock().instant());
    tools
        .events()
        .append(
            transaction,
            "agent:" + run.agentId(),
            new RunEvent.Step(
                run.id(),
                run.beadId(),
                run.projectId(),
                run.agentId(),
                n,
                step.kind().stored(),
                step.name(),
                firstLine(step.text()),
                step.ok(),
                step.costMicros()));
  }

  private static String firstLine(String text) {
    var line = text.strip().lines().findFirst().orElse("");
    return line.length() <= 160 ? line : line.substring(0, 159) + "…";
  }

  void reload() {
    steps = tools.service().steps(run.id());
  }
}
