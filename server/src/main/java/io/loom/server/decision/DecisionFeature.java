package io.loom.server.decision;

import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.server.event.EventLog;
import io.loom.server.project.ProjectService;
import java.time.InstantSource;

/// The decision feature, put together.
public record DecisionFeature(DecisionService service, DecisionResource resource) {
  public static DecisionFeature create(
      Database database, ProjectService projects, EventLog events, InstantSource clock, Ids ids) {
    var service = new DecisionService(database, new DecisionRepository(), events, clock);
    return new DecisionFeature(service, new DecisionResource(service, projects, ids));
  }
}
