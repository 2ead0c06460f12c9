package io.loom.server.operation;

import io.loom.ground.database.Database;
import io.loom.ground.http.RequestMetrics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The operation feature, put together. Whoever makes it closes it.
public final class OperationFeature implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Duration KEPT = Duration.ofSeconds(1);

  private final HealthBoard needed;
  private final HealthBoard helpful;
  private final HealthResource resource;

  private OperationFeature(HealthBoard needed, HealthBoard helpful, HealthResource resource) {
    this.needed = needed;
    this.helpful = helpful;
    this.resource = resource;
  }

  /// @param needed what must work for the server to be ready besides its database: its loops
  /// @param helpful what only degrades its health, such as a usable provider
  public static OperationFeature create(
      ServerIdentity identity,
      Database database,
      InstantSource clock,
      List<HealthCheck> needed,
      List<HealthCheck> helpful,
      Supplier<DispatcherStatus> dispatcher) {
    return create(identity, database, clock, needed, helpful, dispatcher, LIMIT, KEPT);
  }

  static OperationFeature create(
      ServerIdentity identity,
      Database database,
      InstantSource clock,
      List<HealthCheck> needed,
      List<HealthCheck> helpful,
      Supplier<DispatcherStatus> dispatcher,
      Duration limit,
      Duration kept) {
    var checks = new ArrayList<HealthCheck>();
    checks.add(new DatabaseCheck(database, clock, identity.instanceId()));
    checks.addAll(needed);
    var neededBoard = new HealthBoard(checks, limit, kept);
    var helpfulBoard = new HealthBoard(helpful, limit, kept);
    return new OperationFeature(
        neededBoard,
        helpfulBoard,
        new HealthResource(identity, neededBoard, helpfulBoard, dispatcher, clock));
  }

  public HealthResource resource() {
    return resource;
  }

  /// A resource for `/metrics`.
  ///
  /// @param requests as the web server counts them
  /// @param access who may read it
  public static Object metrics(
      RequestMetrics requests,
      Database database,
      ServerIdentity identity,
      InstantSource clock,
      MetricsAccess access) {
    var metrics = new Metrics(requests, new WorkRepository(database, clock), identity, clock);
    return switch (access) {
      case ADMINISTRATORS -> new MetricsResource(metrics);
      case EVERYBODY -> new PublicMetricsResource(metrics);
    };
  }

  /// Who may read the server's numbers.
  public enum MetricsAccess {
    ADMINISTRATORS,
    EVERYBODY
  }

  @Override
  public void close() {
    needed.close();
    helpful.close();
  }
}
