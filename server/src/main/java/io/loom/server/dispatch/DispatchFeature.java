package io.loom.server.dispatch;

import io.loom.ground.database.Database;
import io.loom.server.agent.AgentService;
import io.loom.server.bead.BeadService;
import io.loom.server.bead.HoldReasons;
import io.loom.server.decision.DecisionService;
import io.loom.server.project.ProjectService;
import io.loom.server.provider.ProviderService;
import io.loom.server.run.RunService;
import java.time.InstantSource;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The dispatch feature. Beads ask it for reasons, and it needs beads: so its loop starts later.
public final class DispatchFeature {
  private volatile @Nullable DispatchLoop loop;

  /// Why ready beads wait.
  public HoldReasons reasons() {
    return bead -> {
      var running = loop;
      return running == null ? Optional.empty() : running.reason(bead);
    };
  }

  /// Begins to dispatch. The caller closes the loop.
  public DispatchLoop start(
      Database database,
      BeadService beads,
      AgentService agents,
      ProjectService projects,
      ProviderService providers,
      DecisionService decisions,
      RunService runs,
      InstantSource clock,
      DispatchConfig config) {
    var made =
        new DispatchLoop(
            database, beads, agents, projects, providers, decisions, runs, clock, config);
    loop = made;
    made.start();
    return made;
  }
}
