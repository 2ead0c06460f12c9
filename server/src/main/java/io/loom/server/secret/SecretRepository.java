package io.loom.server.secret;

import io.loom.server.secret.SecretScope.Kind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The `secrets` table. Every method works inside the transaction it is given.
final class SecretRepository {
  private static final String SELECT =
      """
      SELECT id, scope_kind, scope_id, name, description, version, created_by, created_ms,
             updated_by, updated_ms
      FROM secrets
      """;

  /// @return whether the name was free
  boolean insert(Handle transaction, StoredSecret secret) {
    return transaction
            .createUpdate(
                """
                INSERT INTO secrets (id, scope_kind, scope_id, project_id, name, description,
                                     version, created_by, created_ms, updated_by, updated_ms)
                VALUES (:id, :kind, :scope, :project, :name, :description,
                        :version, :by, :now, :by, :now)
                ON CONFLICT (scope_kind, scope_id, name) DO NOTHING
                """)
            .bind("id", secret.id())
            .bind("kind", secret.scope().kind().wireName())
            .bind("scope", secret.scope().id())
            .bind("project", secret.scope().projectId())
            .bind("name", secret.name())
            .bind("description", secret.description())
            .bind("version", secret.version())
            .bind("by", secret.createdBy())
            .bind("now", secret.createdAt().toEpochMilli())
            .execute()
        == 1;
  }

  /// Takes the row until the transaction ends.
  ///
  /// @param versions 1 for a new value, 0 for another description
  void change(
      Handle transaction, String id, int versions, String description, String by, Instant now) {
    transaction
        .createUpdate(
            """
            UPDATE secrets
            SET version = version + :versions, description = :description,
                updated_by = :by, updated_ms = :now
            WHERE id = :id
            """)
        .bind("versions", versions)
        .bind("description", description)
        .bind("by", by)
        .bind("now", now.toEpochMilli())
        .bind("id", id)
        .execute();
  }

  void delete(Handle transaction, String id) {
    transaction.createUpdate("DELETE FROM secrets WHERE id = :id").bind("id", id).execute();
  }

  Optional<StoredSecret> find(Handle queries, SecretScope scope, String name) {
    return queries
        .createQuery(SELECT + "WHERE scope_kind = :kind AND scope_id = :scope AND name = :name")
        .bind("kind", scope.kind().wireName())
        .bind("scope", scope.id())
        .bind("name", name)
        .map((row, _) -> toSecret(row))
        .findOne();
  }

  Optional<StoredSecret> find(Handle queries, String id) {
    return queries
        .createQuery(SELECT + "WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> toSecret(row))
        .findOne();
  }

  List<StoredSecret> list(Handle queries, SecretScope scope) {
    return queries
        .createQuery(SELECT + "WHERE scope_kind = :kind AND scope_id = :scope ORDER BY name")
        .bind("kind", scope.kind().wireName())
        .bind("scope", scope.id())
        .map((row, _) -> toSecret(row))
        .list();
  }

  List<StoredSecret> list(Handle queries) {
    return queries
        .createQuery(SELECT + "ORDER BY scope_kind, scope_id, name")
        .map((row, _) -> toSecret(row))
        .list();
  }

  private static StoredSecret toSecret(ResultSet row) throws SQLException {
    return new StoredSecret(
        row.getString("id"),
        new SecretScope(
            Kind.valueOf(row.getString("scope_kind").toUpperCase(Locale.ROOT)),
            row.getString("scope_id")),
        row.getString("name"),
        row.getString("description"),
        row.getInt("version"),
        row.getString("created_by"),
        Instant.ofEpochMilli(row.getLong("created_ms")),
        row.getString("updated_by"),
        Instant.ofEpochMilli(row.getLong("updated_ms")));
  }
}
