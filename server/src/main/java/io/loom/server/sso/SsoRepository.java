package io.loom.server.sso;

import java.time.Instant;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The `sso_identities` table. Every method works inside the transaction it is given.
final class SsoRepository {
  /// @return the id of the user
  Optional<String> find(Handle queries, Person person) {
    return queries
        .createQuery(
            "SELECT user_id FROM sso_identities WHERE issuer = :issuer AND subject = :subject")
        .bind("issuer", person.issuer())
        .bind("subject", person.subject())
        .mapTo(String.class)
        .findOne();
  }

  /// Whether somebody else of this issuer is the user already.
  boolean isLinked(Handle queries, String issuer, String userId) {
    return queries
            .createQuery(
                """
                SELECT COUNT(*) FROM sso_identities WHERE issuer = :issuer AND user_id = :user
                """)
            .bind("issuer", issuer)
            .bind("user", userId)
            .mapTo(Integer.class)
            .one()
        > 0;
  }

  /// @return false when he is linked already
  boolean insert(Handle transaction, Person person, String userId, Instant now) {
    return transaction
            .createUpdate(
                """
                INSERT INTO sso_identities (issuer, subject, user_id, created_ms, last_used_ms)
                VALUES (:issuer, :subject, :user, :now, :now)
                ON CONFLICT DO NOTHING
                """)
            .bind("issuer", person.issuer())
            .bind("subject", person.subject())
            .bind("user", userId)
            .bind("now", now.toEpochMilli())
            .execute()
        == 1;
  }

  void touch(Handle transaction, Person person, Instant now) {
    transaction
        .createUpdate(
            """
            UPDATE sso_identities SET last_used_ms = :now
            WHERE issuer = :issuer AND subject = :subject
            """)
        .bind("issuer", person.issuer())
        .bind("subject", person.subject())
        .bind("now", now.toEpochMilli())
        .execute();
  }
}
