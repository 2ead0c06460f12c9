package io.loom.server.provider;

import io.loom.server.provider.Provider.Health;
import io.loom.server.provider.Provider.Settings;
import io.loom.server.provider.Provider.Status;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// The `providers` table. Every method works inside the transaction it is given.
final class ProviderRepository {
  private static final String SELECT =
      """
      SELECT id, name, type, endpoint, model, selected_model, description, has_key, streaming,
        status, failures, failing_since_ms, last_heartbeat_ms, last_latency_ms,
        last_heartbeat_error, next_probe_ms, context_window, configured_context_window,
        prompt_micros_per_mtoken, completion_micros_per_mtoken, revision, created_ms, updated_ms
      FROM providers
      """;

  Optional<Provider> find(Handle handle, String id) {
    return handle
        .createQuery(SELECT + "WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> toProvider(row))
        .findOne();
  }

  /// All, in the order in which they were registered.
  List<Provider> list(Handle handle) {
    return handle
        .createQuery(SELECT + "ORDER BY created_ms, id")
        .map((row, _) -> toProvider(row))
        .list();
  }

  /// Inserts the provider, or gives the one of the same id these settings.
  void put(Handle handle, Provider provider) {
    var update =
        handle.createUpdate(
            """
            INSERT INTO providers (id, name, type, endpoint, model, selected_model, description,
              has_key, streaming, status, failures, failing_since_ms, last_heartbeat_ms,
              last_latency_ms, last_heartbeat_error, next_probe_ms, context_window,
              configured_context_window, prompt_micros_per_mtoken, completion_micros_per_mtoken,
              revision, created_ms, updated_ms)
            VALUES (:id, :name, :type, :endpoint, :model, :selected_model, :description,
              :has_key, :streaming, :status, :failures, :failing_since, :last_heartbeat,
              :last_latency, :error, :next_probe, :context_window,
              :configured_context_window, :prompt_price, :completion_price,
              :revision, :created, :updated)
            ON CONFLICT (id) DO UPDATE SET
              name = :name, type = :type, endpoint = :endpoint, model = :model,
              selected_model = :selected_model, description = :description, has_key = :has_key,
              streaming = :streaming, status = :status, failures = :failures,
              failing_since_ms = :failing_since, last_heartbeat_ms = :last_heartbeat,
              last_latency_ms = :last_latency, last_heartbeat_error = :error,
              next_probe_ms = :next_probe, context_window = :context_window,
              configured_context_window = :configured_context_window,
              prompt_micros_per_mtoken = :prompt_price,
              completion_micros_per_mtoken = :completion_price,
              revision = :revision, updated_ms = :updated
            """);
    bindSettings(update, provider.configured());
    bindHealth(update, provider.health());
    update
        .bind("id", provider.id())
        .bind("selected_model", provider.selectedModel())
        .bind("has_key", provider.hasKey() ? 1 : 0)
        .bind("context_window", provider.contextWindow())
        .bind("revision", provider.revision())
        .bind("created", provider.createdAt().toEpochMilli())
        .bind("updated", provider.updatedAt().toEpochMilli())
        .execute();
  }

  boolean delete(Handle handle, String id) {
    return handle.createUpdate("DELETE FROM providers WHERE id = :id").bind("id", id).execute()
        == 1;
  }

  /// Writes what a probe or a use found, unless the provider was changed since, or somebody else
  /// wrote what he found.
  boolean putFound(Handle handle, Provider before, Provider found) {
    var update =
        handle.createUpdate(
            """
            UPDATE providers SET status = :status, failures = :failures,
              failing_since_ms = :failing_since, last_heartbeat_ms = :last_heartbeat,
              last_latency_ms = :last_latency, last_heartbeat_error = :error,
              next_probe_ms = :next_probe, selected_model = :selected_model,
              context_window = :context_window
            WHERE id = :id AND revision = :revision AND status = :old_status
              AND failures = :old_failures
            """);
    bindHealth(update, found.health());
    return update
            .bind("selected_model", found.selectedModel())
            .bind("context_window", found.contextWindow())
            .bind("id", before.id())
            .bind("revision", before.revision())
            .bind("old_status", before.health().status().wireName())
            .bind("old_failures", before.health().failures())
            .execute()
        == 1;
  }

  List<String> listDue(Handle handle, Instant now) {
    return handle
        .createQuery("SELECT id FROM providers WHERE next_probe_ms <= :now ORDER BY next_probe_ms")
        .bind("now", now.toEpochMilli())
        .mapTo(String.class)
        .list();
  }

  /// Takes a probe that is due. Of many who try, one gets it; if nothing comes of it, it is due
  /// again at the time given.
  boolean takeProbe(Handle handle, String id, Instant now, Instant again) {
    return handle
            .createUpdate(
                """
                UPDATE providers SET next_probe_ms = :again
                WHERE id = :id AND next_probe_ms <= :now
                """)
            .bind("id", id)
            .bind("now", now.toEpochMilli())
            .bind("again", again.toEpochMilli())
            .execute()
        == 1;
  }

  private static void bindSettings(SqlStatement<?> statement, Settings settings) {
    statement
        .bind("name", settings.name())
        .bind("type", settings.type().wireName())
        .bind("endpoint", settings.endpoint())
        .bind("model", settings.model())
        .bind("description", settings.description())
        .bind("streaming", settings.streaming() ? 1 : 0)
        .bind("configured_context_window", settings.contextWindow())
        .bind("prompt_price", settings.promptPrice())
        .bind("completion_price", settings.completionPrice());
  }

  private static void bindHealth(SqlStatement<?> statement, Health health) {
    statement
        .bind("status", health.status().wireName())
        .bind("failures", health.failures())
        .bind("failing_since", toMillis(health.failingSince()))
        .bind("last_heartbeat", toMillis(health.lastProbeAt()))
        .bind("last_latency", health.lastLatencyMs())
        .bind("error", health.error())
        .bind("next_probe", health.nextProbeAt().toEpochMilli());
  }

  private static Provider toProvider(ResultSet row) throws SQLException {
    return new Provider(
        row.getString("id"),
        toSettings(row),
        toHealth(row),
        row.getString("selected_model"),
        integer(row, "context_window"),
        row.getInt("has_key") == 1,
        row.getLong("revision"),
        Instant.ofEpochMilli(row.getLong("created_ms")),
        Instant.ofEpochMilli(row.getLong("updated_ms")));
  }

  private static Settings toSettings(ResultSet row) throws SQLException {
    return new Settings(
        row.getString("name"),
        Provider.Type.valueOf(row.getString("type").toUpperCase(Locale.ROOT)),
        row.getString("endpoint"),
        row.getString("model"),
        row.getString("description"),
        row.getInt("streaming") == 1,
        integer(row, "configured_context_window"),
        row.getLong("prompt_micros_per_mtoken"),
        row.getLong("completion_micros_per_mtoken"));
  }

  private static Health toHealth(ResultSet row) throws SQLException {
    return new Health(
        Status.valueOf(row.getString("status").toUpperCase(Locale.ROOT)),
        row.getInt("failures"),
        instant(row, "failing_since_ms"),
        instant(row, "last_heartbeat_ms"),
        number(row, "last_latency_ms"),
        row.getString("last_heartbeat_error"),
        Instant.ofEpochMilli(row.getLong("next_probe_ms")));
  }

  private static @Nullable Long toMillis(@Nullable Instant instant) {
    return instant == null ? null : instant.toEpochMilli();
  }

  private static @Nullable Long number(ResultSet row, String column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }

  private static @Nullable Integer integer(ResultSet row, String column) throws SQLException {
    @Nullable Long value = number(row, column);
    return value == null ? null : Math.toIntExact(value);
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    @Nullable Long value = number(row, column);
    return value == null ? null : Instant.ofEpochMilli(value);
  }
}
