package io.loom.server.operation;

import io.loom.api.DependencyView;
import io.loom.api.HealthView;
import io.loom.api.ReadyView;
import io.loom.api.SystemStatusView;
import io.loom.ground.http.Answer;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Permission;
import io.loom.ground.http.Reach;
import io.loom.server.operation.HealthBoard.Finding;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/// The HTTP face of the server's health. Probes need no credentials; to those who show none it says
/// how things stand, and not why.
@Path("/")
@Produces("application/json")
public final class HealthResource {
  private final ServerIdentity identity;
  private final HealthBoard needed;
  private final HealthBoard helpful;
  private final Supplier<DispatcherStatus> dispatcher;
  private final InstantSource clock;
  private final Instant startedAt;

  /// @param needed without these the server is not ready
  /// @param helpful these degrade its health only
  HealthResource(
      ServerIdentity identity,
      HealthBoard needed,
      HealthBoard helpful,
      Supplier<DispatcherStatus> dispatcher,
      InstantSource clock) {
    this.identity = identity;
    this.needed = needed;
    this.helpful = helpful;
    this.dispatcher = dispatcher;
    this.clock = clock;
    this.startedAt = clock.instant();
  }

  @GET
  @Path("health/live")
  @Permission(Permission.PUBLIC)
  public Map<String, Object> live() {
    return Map.of("status", "alive", "timestamp", clock.instant());
  }

  @GET
  @Path("health/ready")
  @Permission(Permission.PUBLIC)
  @Answer(ReadyView.class)
  public Response ready() {
    var found = needed.look();
    boolean ready = worst(found) != HealthStatus.UNHEALTHY;
    return Response.status(ready ? 200 : 503)
        .entity(new ReadyView(ready, clock.instant(), views(found)))
        .build();
  }

  @GET
  @Path("health")
  @Permission(Permission.PUBLIC)
  @Answer(HealthView.class)
  public Response health() {
    var found = new LinkedHashMap<>(needed.look());
    var status = worst(found);
    var alsoFound = helpful.look();
    if (status == HealthStatus.HEALTHY && worst(alsoFound) != HealthStatus.HEALTHY) {
      status = HealthStatus.DEGRADED;
    }
    found.putAll(alsoFound);
    var now = clock.instant();
    var view =
        new HealthView(
            status.wireName(),
            now,
            identity.instanceId(),
            Duration.between(startedAt, now).toSeconds(),
            identity.version(),
            views(found),
            RuntimeMetrics.read());
    return Response.status(status == HealthStatus.UNHEALTHY ? 503 : 200).entity(view).build();
  }

  /// Says no more than that the server answers.
  @GET
  @Path("api/v1/health")
  @Permission(Permission.PUBLIC)
  public Map<String, Object> answers() {
    return Map.of("status", "ok");
  }

  @GET
  @Path("api/v1/system/status")
  @Permission("projects:read")
  public SystemStatusView system() {
    var status = dispatcher.get();
    return new SystemStatusView(
        status.active() ? "active" : "parked", reason(status), status.updatedAt());
  }

  /// The reason may name a bead of any project.
  private static String reason(DispatcherStatus status) {
    return switch (Caller.current().reach()) {
      case Reach.Everything _ -> status.reason();
      case Reach.Projects _ -> status.active() ? "agents are at work" : "no bead can be given out";
    };
  }

  /// What nobody looked at yet does not make the whole worse.
  private static HealthStatus worst(Map<String, Finding> found) {
    return found.values().stream()
        .map(finding -> finding.report().status())
        .filter(status -> status != HealthStatus.UNKNOWN)
        .max(Comparator.naturalOrder())
        .orElse(HealthStatus.HEALTHY);
  }

  private static Map<String, DependencyView> views(Map<String, Finding> found) {
    var views = new LinkedHashMap<String, DependencyView>();
    found.forEach((name, finding) -> {
      var message = Caller.current().isKnown() ? finding.report().message() : "";
      views.put(
          name,
          new DependencyView(
              finding.report().status().wireName(),
              message.isBlank() ? null : message,
              finding.latency().toMillis()));
    });
    return views;
  }
}
