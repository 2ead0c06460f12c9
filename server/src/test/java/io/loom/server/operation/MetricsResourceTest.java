package io.loom.server.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.base.ByteSize;
import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Authenticator;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Reach;
import io.loom.ground.http.RefusalListener;
import io.loom.ground.http.RequestMetrics;
import io.loom.ground.http.WebConfig;
import io.loom.ground.http.WebServer;
import io.loom.server.ServerWorld;
import io.loom.server.operation.OperationFeature.MetricsAccess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class MetricsResourceTest {
  private static final Authenticator NOBODY =
      _ -> new Caller("user-nobody", "nobody", Set.of(), Reach.EVERYTHING);

  @Parameter private DatabaseKind kind = DatabaseKind.SQLITE;
  @TempDir private Path folder;
  private ServerWorld world;
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeEach
  void open() {
    world = new ServerWorld(kind, folder);
  }

  @AfterEach
  void close() {
    world.close();
    client.close();
  }

  @Test
  void workAndProcessAreCounted() throws Exception {
    world.givenProject("p", "file:///nowhere");
    world.givenBead("p", "One");
    world.givenBead("p", "Two");
    try (var server = serve(Authenticator.OFF, MetricsAccess.ADMINISTRATORS)) {
      assertThat(get(server.uri()).body().lines())
          .contains("loom_beads_ready 2", "loom_runs_open 0", "loom_beads_held 0", "loom_leases 0")
          .contains("loom_info{version=\"1.0\"} 1", "# TYPE loom_http_requests_total counter")
          .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{area=\"heap\"} "));
    }
  }

  @Test
  void requestsAreCountedByRouteAndNotByWhatClientsMakeUp() throws Exception {
    try (var server = serve(Authenticator.OFF, MetricsAccess.ADMINISTRATORS)) {
      get(server.uri());
      get(server.uri().resolve("/made/up"));
      get(server.uri().resolve("/made/up/too"));

      assertThat(get(server.uri()).body().lines())
          .contains(
              "loom_http_requests_total{method=\"GET\",route=\"/metrics\",status=\"2xx\"} 1",
              "loom_http_requests_total{method=\"GET\",route=\"none\",status=\"4xx\"} 2");
    }
  }

  @Test
  void onlyAdministratorsReadThemUnlessTheyArePublic() throws Exception {
    try (var closed = serve(NOBODY, MetricsAccess.ADMINISTRATORS);
        var open = serve(NOBODY, MetricsAccess.EVERYBODY)) {
      assertThat(get(closed.uri()).statusCode()).isEqualTo(403);
      assertThat(get(open.uri()).statusCode()).isEqualTo(200);
    }
  }

  private WebServer serve(Authenticator authenticator, MetricsAccess access) throws IOException {
    var requests = new RequestMetrics();
    var identity = new ServerIdentity("host", "1.0");
    return WebServer.start(
        new WebConfig(
            "127.0.0.1", 0, List.of(), false, Duration.ofSeconds(30), ByteSize.parse("64KiB")),
        authenticator,
        requests,
        RefusalListener.NONE,
        List.of(OperationFeature.metrics(requests, world.database, identity, world.clock, access)),
        Map.of());
  }

  private HttpResponse<String> get(URI server) throws IOException, InterruptedException {
    var path = server.getPath().isEmpty() ? server.resolve("/metrics") : server;
    return client.send(HttpRequest.newBuilder(path).build(), HttpResponse.BodyHandlers.ofString());
  }
}
