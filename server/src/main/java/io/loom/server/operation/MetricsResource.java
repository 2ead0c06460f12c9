package io.loom.server.operation;

import io.loom.ground.http.Permission;
import io.loom.ground.metric.PrometheusText;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;

/// The server's numbers for Prometheus, for administrators.
@Path("/metrics")
public final class MetricsResource {
  private final Metrics metrics;

  MetricsResource(Metrics metrics) {
    this.metrics = metrics;
  }

  @GET
  @Produces(PrometheusText.MEDIA_TYPE)
  @Permission("system:admin")
  public String metrics() {
    return metrics.text();
  }
}
