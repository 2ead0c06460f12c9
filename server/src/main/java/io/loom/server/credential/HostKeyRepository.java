package io.loom.server.credential;

import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The `host_keys` table. Every method works inside the transaction it is given.
final class HostKeyRepository {
  /// Keeps a key, unless the host has one of its type.
  void insert(Handle transaction, String projectId, HostKey key) {
    transaction
        .createUpdate(
            """
            INSERT INTO host_keys (project_id, host, key_type, public_key, pinned_ms)
            SELECT id, :host, :type, :key, :now FROM projects WHERE id = :project
            ON CONFLICT (project_id, host, key_type) DO NOTHING
            """)
        .bind("project", projectId)
        .bind("host", key.host())
        .bind("type", key.type())
        .bind("key", key.publicKey())
        .bind("now", key.pinnedAt().toEpochMilli())
        .execute();
  }

  List<HostKey> list(Handle queries, String projectId) {
    return queries
        .createQuery(
            """
            SELECT host, key_type, public_key, pinned_ms
            FROM host_keys
            WHERE project_id = :project
            ORDER BY host, key_type
            """)
        .bind("project", projectId)
        .map((row, _) ->
            new HostKey(
                row.getString("host"),
                row.getString("key_type"),
                row.getString("public_key"),
                Instant.ofEpochMilli(row.getLong("pinned_ms"))))
        .list();
  }

  int delete(Handle transaction, String projectId) {
    return transaction
        .createUpdate("DELETE FROM host_keys WHERE project_id = :project")
        .bind("project", projectId)
        .execute();
  }
}
