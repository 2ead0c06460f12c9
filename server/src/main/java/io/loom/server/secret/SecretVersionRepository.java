package io.loom.server.secret;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The `secret_versions` table. Every method works inside the transaction it is given.
final class SecretVersionRepository {
  void insert(Handle transaction, String secretId, SecretVersion version) {
    transaction
        .createUpdate(
            """
            INSERT INTO secret_versions (secret_id, version, sealed, key_generation, created_by,
                                         created_ms)
            VALUES (:secret, :version, :sealed, :generation, :by, :now)
            """)
        .bind("secret", secretId)
        .bind("version", version.version())
        .bind("sealed", version.sealed())
        .bind("generation", version.generation())
        .bind("by", version.createdBy())
        .bind("now", version.createdAt().toEpochMilli())
        .execute();
  }

  void deleteUpTo(Handle transaction, String secretId, int version) {
    transaction
        .createUpdate(
            "DELETE FROM secret_versions WHERE secret_id = :secret AND version <= :version")
        .bind("secret", secretId)
        .bind("version", version)
        .execute();
  }

  Optional<SecretVersion> find(Handle queries, VersionKey key) {
    return queries
        .createQuery(
            """
            SELECT version, sealed, key_generation, created_by, created_ms
            FROM secret_versions
            WHERE secret_id = :secret AND version = :version
            """)
        .bind("secret", key.secretId())
        .bind("version", key.version())
        .map((row, _) -> toVersion(row))
        .findOne();
  }

  /// Newest first.
  List<SecretVersion> list(Handle queries, String secretId) {
    return queries
        .createQuery(
            """
            SELECT version, sealed, key_generation, created_by, created_ms
            FROM secret_versions
            WHERE secret_id = :secret
            ORDER BY version DESC
            """)
        .bind("secret", secretId)
        .map((row, _) -> toVersion(row))
        .list();
  }

  /// The next versions after one that are under an older data key, in the order of their keys.
  List<VersionKey> listBehind(Handle queries, int generation, VersionKey after, int limit) {
    return queries
        .createQuery(
            """
            SELECT secret_id, version
            FROM secret_versions
            WHERE key_generation < :generation
              AND (secret_id > :secret OR (secret_id = :secret AND version > :version))
            ORDER BY secret_id, version
            LIMIT :limit
            """)
        .bind("generation", generation)
        .bind("secret", after.secretId())
        .bind("version", after.version())
        .bind("limit", limit)
        .map((row, _) -> new VersionKey(row.getString("secret_id"), row.getInt("version")))
        .list();
  }

  int countBehind(Handle queries, int generation) {
    return queries
        .createQuery("SELECT COUNT(*) FROM secret_versions WHERE key_generation < :generation")
        .bind("generation", generation)
        .mapTo(Integer.class)
        .one();
  }

  /// Replaces a sealed value by the same one under another data key, unless it is gone.
  void replace(Handle transaction, VersionKey key, String before, String after, int generation) {
    transaction
        .createUpdate(
            """
            UPDATE secret_versions
            SET sealed = :after, key_generation = :generation
            WHERE secret_id = :secret AND version = :version AND sealed = :before
            """)
        .bind("after", after)
        .bind("generation", generation)
        .bind("secret", key.secretId())
        .bind("version", key.version())
        .bind("before", before)
        .execute();
  }

  private static SecretVersion toVersion(ResultSet row) throws SQLException {
    return new SecretVersion(
        row.getInt("version"),
        row.getString("sealed"),
        row.getInt("key_generation"),
        row.getString("created_by"),
        Instant.ofEpochMilli(row.getLong("created_ms")));
  }
}
