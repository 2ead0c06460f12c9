package io.loom.server.event;

import io.loom.ground.database.Database;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Invalid;
import io.loom.ground.http.Permission;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.Map;

/// The newest events as a list, and how many streams are open.
@Path("/api/v1/events")
@Produces("application/json")
public final class EventResource {
  private static final int MOST = 1_000;

  private final Database database;
  private final EventLog log;
  private final EventStreamHandler stream;

  EventResource(Database database, EventLog log, EventStreamHandler stream) {
    this.database = database;
    this.log = log;
    this.stream = stream;
  }

  @GET
  @Permission("events:read")
  public Map<String, Object> list(
      @QueryParam("project_id") @DefaultValue("") String projectId,
      @QueryParam("type") @DefaultValue("") String type,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    if (limit < 1 || limit > MOST) {
      throw Invalid.field("limit", "limit is between 1 and %d.".formatted(MOST));
    }
    var access = EventAccess.of(Caller.current());
    var events = database.read(handle -> log.newest(handle, access, projectId, type, limit));
    return Map.of(
        "events", events.stream().map(StoredEvent::view).toList(), "count", events.size());
  }

  @GET
  @Path("/stats")
  @Permission("events:read")
  public Map<String, Object> stats() {
    return Map.of("status", "active", "subscribers", stream.subscriberCount());
  }
}
