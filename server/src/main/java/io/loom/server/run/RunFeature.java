package io.loom.server.run;

import io.loom.ground.database.Database;
import io.loom.server.agent.AgentService;
import io.loom.server.agent.PersonaLibrary;
import io.loom.server.bead.BeadService;
import io.loom.server.decision.DecisionService;
import io.loom.server.event.EventLog;
import io.loom.server.gate.Gate;
import io.loom.server.gate.WorkspaceSpecs;
import io.loom.server.git.GitConfig;
import io.loom.server.git.Mirrors;
import io.loom.server.git.Remotes;
import io.loom.server.merge.MergeService;
import io.loom.server.project.ProjectService;
import io.loom.server.provider.ModelClient;
import io.loom.server.provider.ProviderService;
import io.loom.weaver.WeaverPlatform;
import java.time.InstantSource;

/// The run feature, put together. The loop starts apart.
public record RunFeature(RunService service, RunControl control, RunResource resource) {
  public static RunFeature create(
      Database database,
      BeadService beads,
      AgentService agents,
      MergeService merges,
      EventLog events,
      InstantSource clock,
      RunConfig config) {
    var runs = new RunRepository();
    var journal = new JournalRepository();
    var service =
        new RunService(database, runs, journal, beads, agents, merges, events, clock, config);
    var control = new RunControl(database, runs, journal, service, clock);
    return new RunFeature(service, control, new RunResource(control));
  }

  /// What only workers need.
  public record Surroundings(
      PersonaLibrary personas,
      DecisionService decisions,
      ProjectService projects,
      ProviderService providers,
      ModelClient models,
      WeaverPlatform platform,
      WorkspaceSpecs specs,
      Gate gate,
      Mirrors mirrors,
      Remotes remotes,
      GitConfig gitConfig) {}

  /// @param owner names this server among all that use the database
  /// @param isAlone whether no other server can be working on runs, so that what a dead one held is
  ///   free at once
  public RunLoop start(Surroundings surroundings, String owner, boolean isAlone) {
    if (isAlone) {
      service.releaseAll();
    }
    return new RunLoop(service.tools(surroundings), owner);
  }
}
