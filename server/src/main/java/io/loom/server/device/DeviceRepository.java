package io.loom.server.device;

import io.loom.server.device.DeviceLogin.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The `device_logins` table. Every method works inside the transaction it is given.
final class DeviceRepository {
  private static final String COLUMNS =
      "state, user_id, address, user_agent, created_ms, expires_ms";

  /// @return false when one of the codes is taken
  boolean insert(Handle transaction, String deviceHash, String userHash, DeviceLogin login) {
    return transaction
            .createUpdate(
                """
                INSERT INTO device_logins (device_hash, user_hash, state, user_id, address,
                  user_agent, created_ms, expires_ms, polled_ms)
                VALUES (:device, :code, :state, NULL, :address, :agent, :created, :expires, 0)
                ON CONFLICT DO NOTHING
                """)
            .bind("device", deviceHash)
            .bind("code", userHash)
            .bind("state", login.state().stored())
            .bind("address", login.address())
            .bind("agent", login.userAgent())
            .bind("created", login.createdAt().toEpochMilli())
            .bind("expires", login.expiresAt().toEpochMilli())
            .execute()
        == 1;
  }

  void deleteExpired(Handle transaction, Instant now) {
    transaction
        .createUpdate("DELETE FROM device_logins WHERE expires_ms <= :now")
        .bind("now", now.toEpochMilli())
        .execute();
  }

  int count(Handle queries) {
    return queries.createQuery("SELECT COUNT(*) FROM device_logins").mapTo(Integer.class).one();
  }

  int countOf(Handle queries, String address) {
    return queries
        .createQuery("SELECT COUNT(*) FROM device_logins WHERE address = :address")
        .bind("address", address)
        .mapTo(Integer.class)
        .one();
  }

  Optional<DeviceLogin> findByDevice(Handle queries, String deviceHash, Instant now) {
    return queries
        .createQuery(
            """
            SELECT %s FROM device_logins WHERE device_hash = :device AND expires_ms > :now
            """
                .formatted(COLUMNS))
        .bind("device", deviceHash)
        .bind("now", now.toEpochMilli())
        .map((row, _) -> toLogin(row))
        .findOne();
  }

  /// Only one that nobody has decided about.
  Optional<DeviceLogin> findPending(Handle queries, String userHash, Instant now) {
    return queries
        .createQuery(
            """
            SELECT %s FROM device_logins
            WHERE user_hash = :code AND state = 'pending' AND expires_ms > :now
            """
                .formatted(COLUMNS))
        .bind("code", userHash)
        .bind("now", now.toEpochMilli())
        .map((row, _) -> toLogin(row))
        .findOne();
  }

  /// @param latest when it may have polled last
  /// @return false when it polled later than that, or is gone
  boolean touch(Handle transaction, String deviceHash, Instant latest, Instant now) {
    return transaction
            .createUpdate(
                """
                UPDATE device_logins SET polled_ms = :now
                WHERE device_hash = :device AND polled_ms <= :latest
                """)
            .bind("device", deviceHash)
            .bind("latest", latest.toEpochMilli())
            .bind("now", now.toEpochMilli())
            .execute()
        == 1;
  }

  /// @return false when somebody decided before, or it is gone
  boolean decide(Handle transaction, String userHash, State state, String userId, Instant now) {
    return transaction
            .createUpdate(
                """
                UPDATE device_logins SET state = :state, user_id = :user
                WHERE user_hash = :code AND state = 'pending' AND expires_ms > :now
                """)
            .bind("code", userHash)
            .bind("state", state.stored())
            .bind("user", userId)
            .bind("now", now.toEpochMilli())
            .execute()
        == 1;
  }

  /// Takes away an approved one. Only one of those who ask gets it.
  ///
  /// @return the id of the user who approved
  Optional<String> takeApproved(Handle transaction, String deviceHash, Instant now) {
    return transaction
        .createQuery(
            """
            DELETE FROM device_logins
            WHERE device_hash = :device AND state = 'approved' AND expires_ms > :now
            RETURNING user_id
            """)
        .bind("device", deviceHash)
        .bind("now", now.toEpochMilli())
        .mapTo(String.class)
        .findOne();
  }

  private static DeviceLogin toLogin(ResultSet row) throws SQLException {
    return new DeviceLogin(
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("user_id"),
        row.getString("address"),
        row.getString("user_agent"),
        Instant.ofEpochMilli(row.getLong("created_ms")),
        Instant.ofEpochMilli(row.getLong("expires_ms")));
  }
}
