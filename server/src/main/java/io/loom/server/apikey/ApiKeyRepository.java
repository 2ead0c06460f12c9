package io.loom.server.apikey;

import io.loom.ground.http.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The `api_keys` table. Every method works inside the transaction it is given.
final class ApiKeyRepository {
  /// How a key is found: by the index that keeps hashes unique.
  static final String BY_HASH =
      """
      SELECT id, user_id, maker_id, name, prefix, permissions, created_ms, expires_ms, last_used_ms
      FROM api_keys
      WHERE hash = :hash
      """;

  private static final String COLUMNS =
      "id, user_id, maker_id, name, prefix, permissions, created_ms, expires_ms, last_used_ms";

  void insert(Handle transaction, ApiKey key, String hash) {
    transaction
        .createUpdate(
            """
            INSERT INTO api_keys (id, user_id, maker_id, name, prefix, hash, permissions,
              created_ms, expires_ms, last_used_ms)
            VALUES (:id, :user, :maker, :name, :prefix, :hash, :permissions, :created, :expires,
              NULL)
            """)
        .bind("id", key.id())
        .bind("user", key.userId())
        .bind("maker", key.makerId())
        .bind("name", key.name())
        .bind("prefix", key.prefix())
        .bind("hash", hash)
        .bind("permissions", Json.write(key.permissions()))
        .bind("created", key.createdAt().toEpochMilli())
        .bind("expires", millis(key.expiresAt()))
        .execute();
  }

  Optional<ApiKey> findByHash(Handle queries, String hash) {
    return queries.createQuery(BY_HASH).bind("hash", hash).map((row, _) -> toApiKey(row)).findOne();
  }

  Optional<ApiKey> find(Handle queries, String id) {
    return queries
        .createQuery("SELECT %s FROM api_keys WHERE id = :id".formatted(COLUMNS))
        .bind("id", id)
        .map((row, _) -> toApiKey(row))
        .findOne();
  }

  /// Oldest first.
  List<ApiKey> list(Handle queries) {
    return queries
        .createQuery("SELECT %s FROM api_keys ORDER BY created_ms, id".formatted(COLUMNS))
        .map((row, _) -> toApiKey(row))
        .list();
  }

  /// Those that act for a user or were made by him, oldest first.
  List<ApiKey> listOf(Handle queries, String userId) {
    return queries
        .createQuery(
            """
            SELECT %s FROM api_keys
            WHERE user_id = :user OR maker_id = :user
            ORDER BY created_ms, id
            """
                .formatted(COLUMNS))
        .bind("user", userId)
        .map((row, _) -> toApiKey(row))
        .list();
  }

  /// @return whether it was there
  boolean delete(Handle transaction, String id) {
    return transaction.createUpdate("DELETE FROM api_keys WHERE id = :id").bind("id", id).execute()
        == 1;
  }

  void updateUsed(Handle transaction, Map<String, Instant> used) {
    var batch = transaction.prepareBatch("UPDATE api_keys SET last_used_ms = :used WHERE id = :id");
    used.forEach((id, at) -> batch.bind("id", id).bind("used", at.toEpochMilli()).add());
    batch.execute();
  }

  private static @Nullable Long millis(@Nullable Instant instant) {
    return instant == null ? null : instant.toEpochMilli();
  }

  private static ApiKey toApiKey(ResultSet row) throws SQLException {
    return new ApiKey(
        row.getString("id"),
        row.getString("user_id"),
        row.getString("maker_id"),
        row.getString("name"),
        row.getString("prefix"),
        Set.copyOf(Json.list(row.getString("permissions"))),
        Instant.ofEpochMilli(row.getLong("created_ms")),
        instant(row, "expires_ms"),
        instant(row, "last_used_ms"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
