package io.loom.server.credential;

import io.loom.ground.database.Dialect;
import io.loom.server.credential.DeployKey.Slot;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The `credentials` table. Every method works inside the transaction it is given.
final class DeployKeyRepository {
  private static final String SELECT =
      """
      SELECT id, project_id, slot, public_key, fingerprint, private_key_encrypted, key_generation,
             created_by, created_ms, last_used_ms, ends_ms
      FROM credentials
      """;

  private final Dialect dialect;

  DeployKeyRepository(Dialect dialect) {
    this.dialect = dialect;
  }

  /// Lets nobody else change the keys of a project until the transaction ends.
  ///
  /// @return whether there is such a project
  boolean lock(Handle transaction, String projectId) {
    return transaction
        .createQuery("SELECT 1 FROM projects WHERE id = :id " + dialect.forUpdate())
        .bind("id", projectId)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  void insert(Handle transaction, DeployKey key) {
    transaction
        .createUpdate(
            """
            INSERT INTO credentials (id, project_id, type, slot, public_key, fingerprint,
              private_key_encrypted, key_generation, created_by, created_ms)
            VALUES (:id, :project, :type, :slot, :publicKey, :fingerprint,
              :sealed, :generation, :by, :now)
            """)
        .bind("id", key.id())
        .bind("project", key.projectId())
        .bind("type", DeployKey.TYPE)
        .bind("slot", name(key.slot()))
        .bind("publicKey", key.publicKey())
        .bind("fingerprint", key.fingerprint())
        .bind("sealed", key.sealed())
        .bind("generation", key.generation())
        .bind("by", key.createdBy())
        .bind("now", key.createdAt().toEpochMilli())
        .execute();
  }

  Optional<DeployKey> find(Handle queries, String projectId, Slot slot) {
    return queries
        .createQuery(SELECT + "WHERE project_id = :project AND slot = :slot")
        .bind("project", projectId)
        .bind("slot", name(slot))
        .map((row, _) -> toKey(row))
        .findOne();
  }

  Optional<DeployKey> find(Handle queries, String id) {
    return queries
        .createQuery(SELECT + "WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> toKey(row))
        .findOne();
  }

  void delete(Handle transaction, String id) {
    transaction.createUpdate("DELETE FROM credentials WHERE id = :id").bind("id", id).execute();
  }

  void retire(Handle transaction, String id, Instant end) {
    transaction
        .createUpdate("UPDATE credentials SET slot = 'previous', ends_ms = :end WHERE id = :id")
        .bind("end", end.toEpochMilli())
        .bind("id", id)
        .execute();
  }

  void updateEnd(Handle transaction, String id, Instant end) {
    transaction
        .createUpdate("UPDATE credentials SET ends_ms = :end WHERE id = :id")
        .bind("end", end.toEpochMilli())
        .bind("id", id)
        .execute();
  }

  void updateLastUse(Handle transaction, String id, Instant now) {
    transaction
        .createUpdate("UPDATE credentials SET last_used_ms = :now WHERE id = :id")
        .bind("now", now.toEpochMilli())
        .bind("id", id)
        .execute();
  }

  /// The next keys after one that are under an older data key.
  List<String> listBehind(Handle queries, int generation, String after, int limit) {
    return queries
        .createQuery(
            """
            SELECT id FROM credentials
            WHERE key_generation < :generation AND id > :after
            ORDER BY id
            LIMIT :limit
            """)
        .bind("generation", generation)
        .bind("after", after)
        .bind("limit", limit)
        .mapTo(String.class)
        .list();
  }

  int countBehind(Handle queries, int generation) {
    return queries
        .createQuery("SELECT COUNT(*) FROM credentials WHERE key_generation < :generation")
        .bind("generation", generation)
        .mapTo(Integer.class)
        .one();
  }

  /// Replaces a sealed key by the same one under another data key, unless it is gone.
  void replace(Handle transaction, DeployKey before, String sealed, int generation) {
    transaction
        .createUpdate(
            """
            UPDATE credentials SET private_key_encrypted = :after, key_generation = :generation
            WHERE id = :id AND private_key_encrypted = :before
            """)
        .bind("after", sealed)
        .bind("generation", generation)
        .bind("id", before.id())
        .bind("before", before.sealed())
        .execute();
  }

  private static DeployKey toKey(ResultSet row) throws SQLException {
    return new DeployKey(
        row.getString("id"),
        row.getString("project_id"),
        Slot.valueOf(row.getString("slot").toUpperCase(Locale.ROOT)),
        row.getString("public_key"),
        row.getString("fingerprint"),
        row.getString("private_key_encrypted"),
        row.getInt("key_generation"),
        row.getString("created_by"),
        Instant.ofEpochMilli(row.getLong("created_ms")),
        instant(row, "last_used_ms"),
        instant(row, "ends_ms"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  private static String name(Slot slot) {
    return slot.name().toLowerCase(Locale.ROOT);
  }
}
