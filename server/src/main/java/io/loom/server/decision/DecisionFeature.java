package io.loom.server.decision;

import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.server.bead.BeadService;
import io.loom.server.event.EventLog;
import io.loom.server.project.ProjectService;
import java.time.InstantSource;

/// The decision feature, put together.
public record DecisionFeature(DecisionService service, DecisionResource resource) {
  public static DecisionFeature create(
      Database database,
      ProjectService projects,
      BeadService beads,
      EventLog events,
      InstantSource clock,
      Ids ids) {
    var service =
        new DecisionService(database, new DecisionRepository(), projects, beads, events, clock);
    return new DecisionFeature(service, new DecisionResource(service, projects, ids));
  }
}
