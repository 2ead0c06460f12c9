package io.loom.server.provider;

import io.loom.api.EventType;
import io.loom.ground.database.Database;
import io.loom.server.event.EventLog;
import io.loom.server.provider.Provider.Status;
import io.loom.server.provider.ProviderProbe.Finding;
import io.loom.server.provider.ProviderProbe.Model;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Writes down how providers are: what probes and uses found. Safe for many threads and many
/// servers, for what was found about an older state of a row is dropped.
final class ProviderWatch {
  private final Database database;
  private final ProviderRepository providers;
  private final EventLog events;
  private final ProviderHealth health;
  private final InstantSource clock;

  ProviderWatch(
      Database database,
      ProviderRepository providers,
      EventLog events,
      ProviderHealth health,
      InstantSource clock) {
    this.database = database;
    this.providers = providers;
    this.events = events;
    this.health = health;
    this.clock = clock;
  }

  /// Takes the probes that are due; nobody else takes them while the lease lasts.
  List<Provider> takeDue(Duration lease) {
    var now = now();
    // Most of the time nothing is due, and a read disturbs nobody.
    if (database.read(handle -> providers.listDue(handle, now)).isEmpty()) {
      return List.of();
    }
    return database.write(transaction -> takeDue(transaction, now, now.plus(lease)));
  }

  private List<Provider> takeDue(Handle transaction, Instant now, Instant again) {
    return providers.listDue(transaction, now).stream()
        .filter(id -> providers.takeProbe(transaction, id, now, again))
        .flatMap(id -> providers.find(transaction, id).stream())
        .toList();
  }

  void recordProbe(Provider seen, Finding finding) {
    var now = now();
    switch (finding) {
      case Finding.Reached(var models, var latency) ->
          record(seen, current -> reached(current, models, latency, now));
      case Finding.Unreachable(var error) ->
          record(
              seen,
              current ->
                  current.found(
                      health.probeFailed(current.health(), now, error),
                      current.selectedModel(),
                      current.contextWindow()));
      case Finding.Interrupted() -> {}
    }
  }

  private Provider reached(Provider before, List<Model> models, Duration latency, Instant now) {
    var selected =
        before.configured().model().isBlank() ? select(before.selectedModel(), models) : "";
    var asked = selected.isEmpty() ? before.configured().model() : selected;
    @Nullable Integer window = null;
    for (var model : models) {
      if (model.id().equals(asked)) {
        window = model.contextWindow();
      }
    }
    return before.found(health.probed(before.health(), now, latency), selected, window);
  }

  /// Keeps the model as long as it is there, and else takes the first that one can talk to.
  private static String select(String before, List<Model> models) {
    if (models.stream().anyMatch(model -> model.id().equals(before))) {
      return before;
    }
    return models.stream().filter(Model::isForChat).findFirst().orElse(models.getFirst()).id();
  }

  /// A model was asked, and the provider did what it should.
  void recordSuccess(Provider seen) {
    var now = database.read(handle -> providers.find(handle, seen.id()));
    if (now.isPresent() && now.get().health().status() != Status.HEALTHY) {
      record(
          seen,
          current ->
              current.found(
                  health.used(current.health()), current.selectedModel(), current.contextWindow()));
    }
  }

  /// A model was asked, and the provider failed.
  void recordFailure(Provider seen, String error) {
    var now = now();
    record(
        seen,
        current ->
            current.found(
                health.useFailed(current.health(), now, error),
                current.selectedModel(),
                current.contextWindow()));
  }

  private void record(Provider seen, UnaryOperator<Provider> change) {
    database.change(transaction -> {
      var current = providers.find(transaction, seen.id()).orElse(null);
      if (current == null || current.revision() != seen.revision()) {
        return;
      }
      var changed = change.apply(current);
      if (providers.putFound(transaction, current, changed) && isNews(current, changed)) {
        events.append(transaction, "system", ProviderEvent.of(EventType.PROVIDER_UPDATED, changed));
      }
    });
  }

  private static boolean isNews(Provider before, Provider after) {
    return before.health().status() != after.health().status()
        || !before.model().equals(after.model())
        || !Objects.equals(before.contextWindow(), after.contextWindow());
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
