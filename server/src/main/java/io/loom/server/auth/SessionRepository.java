package io.loom.server.auth;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The `sessions` and `tickets` tables. Every method works inside the transaction it is given.
final class SessionRepository {
  private static final String COLUMNS =
      "id, user_id, created_ms, last_seen_ms, expires_ms, address, user_agent";

  void insert(Handle transaction, Session session) {
    transaction
        .createUpdate(
            """
            INSERT INTO sessions (id, user_id, created_ms, last_seen_ms, expires_ms, address,
              user_agent)
            VALUES (:id, :user, :created, :seen, :expires, :address, :agent)
            """)
        .bind("id", session.id())
        .bind("user", session.userId())
        .bind("created", session.createdAt().toEpochMilli())
        .bind("seen", session.lastSeenAt().toEpochMilli())
        .bind("expires", session.expiresAt().toEpochMilli())
        .bind("address", session.address())
        .bind("agent", session.userAgent())
        .execute();
  }

  Optional<Session> find(Handle queries, String id) {
    return queries
        .createQuery("SELECT %s FROM sessions WHERE id = :id".formatted(COLUMNS))
        .bind("id", id)
        .map((row, _) -> toSession(row))
        .findOne();
  }

  /// Newest first.
  List<Session> listOf(Handle queries, String userId) {
    return queries
        .createQuery(
            "SELECT %s FROM sessions WHERE user_id = :user ORDER BY created_ms DESC, id DESC"
                .formatted(COLUMNS))
        .bind("user", userId)
        .map((row, _) -> toSession(row))
        .list();
  }

  /// @return whether it was there
  boolean delete(Handle transaction, String id) {
    return transaction.createUpdate("DELETE FROM sessions WHERE id = :id").bind("id", id).execute()
        == 1;
  }

  /// @param kept the id of the one that stays, or an empty text
  int deleteOf(Handle transaction, String userId, String kept) {
    return transaction
        .createUpdate("DELETE FROM sessions WHERE user_id = :user AND id <> :kept")
        .bind("user", userId)
        .bind("kept", kept)
        .execute();
  }

  void deleteExpired(Handle transaction, Instant now) {
    transaction
        .createUpdate("DELETE FROM sessions WHERE expires_ms <= :now")
        .bind("now", now.toEpochMilli())
        .execute();
    transaction
        .createUpdate("DELETE FROM tickets WHERE expires_ms <= :now")
        .bind("now", now.toEpochMilli())
        .execute();
  }

  /// @return false when the session is gone
  boolean extend(Handle transaction, String id, Instant expiresAt) {
    return transaction
            .createUpdate("UPDATE sessions SET expires_ms = :expires WHERE id = :id")
            .bind("id", id)
            .bind("expires", expiresAt.toEpochMilli())
            .execute()
        == 1;
  }

  void updateSeen(Handle transaction, Map<String, Instant> seen) {
    var batch = transaction.prepareBatch("UPDATE sessions SET last_seen_ms = :seen WHERE id = :id");
    seen.forEach((id, at) -> batch.bind("id", id).bind("seen", at.toEpochMilli()).add());
    batch.execute();
  }

  void insertTicket(Handle transaction, String hash, String sessionId, Instant expiresAt) {
    transaction
        .createUpdate(
            """
            INSERT INTO tickets (hash, session_id, expires_ms)
            VALUES (:hash, :session, :expires)
            """)
        .bind("hash", hash)
        .bind("session", sessionId)
        .bind("expires", expiresAt.toEpochMilli())
        .execute();
  }

  /// The session that a ticket stands for. Only one of those who ask gets it.
  Optional<String> takeTicket(Handle transaction, String hash, Instant now) {
    return transaction
        .createQuery(
            """
            DELETE FROM tickets WHERE hash = :hash AND expires_ms > :now RETURNING session_id
            """)
        .bind("hash", hash)
        .bind("now", now.toEpochMilli())
        .mapTo(String.class)
        .findOne();
  }

  private static Session toSession(ResultSet row) throws SQLException {
    return new Session(
        row.getString("id"),
        row.getString("user_id"),
        Instant.ofEpochMilli(row.getLong("created_ms")),
        Instant.ofEpochMilli(row.getLong("last_seen_ms")),
        Instant.ofEpochMilli(row.getLong("expires_ms")),
        row.getString("address"),
        row.getString("user_agent"));
  }
}
