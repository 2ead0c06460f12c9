package io.loom.server.run;

import io.loom.server.agent.Persona;
import io.loom.server.gate.CommandDetection;
import io.loom.server.gate.ProjectSettings;
import io.loom.server.git.GitException;
import io.loom.server.reach.Actor;
import io.loom.server.run.RunWork.Step;
import io.loom.weaver.WeaverException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

/// Makes a run's workspace and its first messages.
final class PrepareStep {
  private final RunWork work;

  PrepareStep(RunWork work) {
    this.work = work;
  }

  Progress take()
      throws GitException, WeaverException, Workspaces.LostWorkspace, InterruptedException {
    int n = work.start(StepKind.PREPARE, "prepare", "{}");
    var run = work.run();
    var tools = work.tools();
    var project = work.project();
    var mirror = tools.mirrors().of(project.id());
    mirror.fetch(tools.remotes().of(project.id()));
    var base = mirror.head(project.branch());
    if (base.isEmpty()) {
      return new Progress.End(
          TerminalReason.SETUP_FAILED,
          "The repository has no branch %s; push one commit to it.".formatted(project.branch()));
    }
    tools.workspaces().make(run, base.get(), ProjectSettings.egress(project));
    var names = Set.copyOf(mirror.names(base.get(), ""));
    var commands = CommandDetection.complete(ProjectSettings.commands(project), names);
    if (!commands.setup().isEmpty()) {
      var setup = tools.workspaces().setup(run, commands.setup());
      if (!setup.succeeded()) {
        return new Progress.End(
            TerminalReason.SETUP_FAILED,
            "The setup command `%s` failed (exit code %d): %s"
                .formatted(
                    commands.setup(),
                    setup.exitCode(),
                    new String(setup.stderr(), StandardCharsets.UTF_8).strip()));
      }
    }
    var snapshot = tools.workspaces().snapshot(run, n, base.get());
    var guide = mirror.file(base.get(), "AGENTS.md");
    var user =
        Prompts.user(
            work.bead(),
            project.name(),
            project.branch(),
            commands,
            guide.map(bytes -> new String(bytes, StandardCharsets.UTF_8)).orElse(null),
            earlierTries());
    var result = StepResults.prepared(base.get(), Prompts.system(mission()), user);
    tools
        .database()
        .change(handle -> {
          var _ = tools.runs().setBase(handle, run, base.get());
          work.finish(
              handle,
              n,
              result,
              snapshot,
              Step.of(
                  StepKind.PREPARE,
                  "prepare",
                  "workspace at " + base.get().substring(0, 10),
                  true));
        });
    work.reload();
    return Progress.GO_ON;
  }

  private String mission() {
    var tools = work.tools();
    return tools
        .agents()
        .find(Actor.SYSTEM, work.run().agentId())
        .flatMap(agent -> tools.personas().find(agent.personaName()))
        .map(Persona::mission)
        .orElse("You are a software engineer.");
  }

  /// Why earlier runs of the bead ended, so that this one does not repeat them.
  private List<String> earlierTries() {
    return work.tools().service().list(work.run().beadId(), "", false, 5).stream()
        .filter(earlier -> earlier.endedAt() != null && earlier.detail() != null)
        .map(earlier -> "- " + earlier.reason() + ": " + earlier.detail())
        .toList();
  }
}
