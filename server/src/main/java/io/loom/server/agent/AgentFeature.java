package io.loom.server.agent;

import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.server.event.EventLog;
import java.nio.file.Path;
import java.time.InstantSource;

/// The agent feature, put together.
public record AgentFeature(
    PersonaLibrary personas,
    AgentService service,
    AgentResource resource,
    PersonaResource personaResource) {
  /// @param personaFolder where the persona files are; it may be missing
  public static AgentFeature create(
      Path personaFolder, Database database, EventLog events, InstantSource clock, Ids ids) {
    var personas = PersonaLibrary.load(personaFolder);
    var service = new AgentService(database, new AgentRepository(), personas, events, clock, ids);
    return new AgentFeature(
        personas, service, new AgentResource(service, personas), new PersonaResource(personas));
  }
}
