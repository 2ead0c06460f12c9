package io.loom.server.operation;

import io.loom.ground.http.Permission;
import io.loom.ground.metric.PrometheusText;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/// The same numbers for everybody, where `security.public_metrics` says so.
@Path("/metrics")
public final class PublicMetricsResource {
  private final Metrics metrics;

  PublicMetricsResource(Metrics metrics) {
    this.metrics = metrics;
  }

  @GET
  @Produces(PrometheusText.MEDIA_TYPE)
  @Permission(Permission.PUBLIC)
  public String metrics() {
    return metrics.text();
  }
}
