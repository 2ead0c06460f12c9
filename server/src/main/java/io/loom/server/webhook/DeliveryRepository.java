package io.loom.server.webhook;

import java.time.Instant;
import org.jdbi.v3.core.Handle;

/// The SQL of what was delivered.
final class DeliveryRepository {
  private DeliveryRepository() {}

  /// Notes a delivery.
  ///
  /// @return false when it, or the same body, was noted before
  static boolean note(Handle transaction, String id, String digest, Instant now) {
    return transaction
            .createUpdate(
                """
                INSERT INTO webhook_deliveries (id, digest, received_ms) VALUES (:id, :digest, :now)
                ON CONFLICT DO NOTHING
                """)
            .bind("id", id)
            .bind("digest", digest)
            .bind("now", now.toEpochMilli())
            .execute()
        > 0;
  }

  static void forgetBefore(Handle transaction, Instant oldest) {
    transaction
        .createUpdate("DELETE FROM webhook_deliveries WHERE received_ms < :oldest")
        .bind("oldest", oldest.toEpochMilli())
        .execute();
  }
}
