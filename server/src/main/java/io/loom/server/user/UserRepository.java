package io.loom.server.user;

import io.loom.base.Secret;
import io.loom.ground.database.Dialect;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The `users` table. Every method works inside the transaction it is given.
final class UserRepository {
  private static final String COLUMNS =
      "id, username, email, role, password_hash, is_active, must_change, created_ms, updated_ms";

  private final Dialect dialect;

  UserRepository(Dialect dialect) {
    this.dialect = dialect;
  }

  /// @return false when the name, or the id, is taken
  boolean insert(Handle transaction, User user, @Nullable Secret passwordHash) {
    return transaction
            .createUpdate(
                """
                INSERT INTO users (id, username, username_key, email, role, password_hash,
                  is_active, must_change, created_ms, updated_ms)
                VALUES (:id, :username, :key, :email, :role, :hash, :active, :must, :created,
                  :updated)
                ON CONFLICT DO NOTHING
                """)
            .bind("id", user.id())
            .bind("username", user.username())
            .bind("key", User.key(user.username()))
            .bind("email", user.email())
            .bind("role", user.role().wireName())
            .bind("hash", passwordHash == null ? null : passwordHash.reveal())
            .bind("active", user.isActive() ? 1 : 0)
            .bind("must", user.mustChange() ? 1 : 0)
            .bind("created", user.createdAt().toEpochMilli())
            .bind("updated", user.updatedAt().toEpochMilli())
            .execute()
        == 1;
  }

  void update(Handle transaction, User user) {
    transaction
        .createUpdate(
            """
            UPDATE users
            SET email = :email, role = :role, is_active = :active, must_change = :must,
              updated_ms = :updated
            WHERE id = :id
            """)
        .bind("id", user.id())
        .bind("email", user.email())
        .bind("role", user.role().wireName())
        .bind("active", user.isActive() ? 1 : 0)
        .bind("must", user.mustChange() ? 1 : 0)
        .bind("updated", user.updatedAt().toEpochMilli())
        .execute();
  }

  void updatePassword(Handle transaction, String id, Secret hash) {
    transaction
        .createUpdate("UPDATE users SET password_hash = :hash WHERE id = :id")
        .bind("id", id)
        .bind("hash", hash.reveal())
        .execute();
  }

  void delete(Handle transaction, String id) {
    transaction.createUpdate("DELETE FROM users WHERE id = :id").bind("id", id).execute();
  }

  boolean isEmpty(Handle queries) {
    return queries.createQuery("SELECT COUNT(*) FROM users").mapTo(Long.class).one() == 0;
  }

  Optional<Account> find(Handle queries, String id) {
    return queries
        .createQuery("SELECT %s FROM users WHERE id = :id".formatted(COLUMNS))
        .bind("id", id)
        .map((row, _) -> toAccount(row))
        .findOne();
  }

  /// Like [#find]; nobody else changes the user before the transaction ends.
  Optional<Account> findForChange(Handle transaction, String id) {
    return transaction
        .createQuery(
            "SELECT %s FROM users WHERE id = :id %s".formatted(COLUMNS, dialect.forUpdate()))
        .bind("id", id)
        .map((row, _) -> toAccount(row))
        .findOne();
  }

  Optional<Account> findByName(Handle queries, String username) {
    return queries
        .createQuery("SELECT %s FROM users WHERE username_key = :key".formatted(COLUMNS))
        .bind("key", User.key(username))
        .map((row, _) -> toAccount(row))
        .findOne();
  }

  /// Those who have a mail address, in any case of its letters.
  List<User> listByEmail(Handle queries, String email) {
    return queries
        .createQuery(
            "SELECT %s FROM users WHERE LOWER(email) = LOWER(:email) ORDER BY id"
                .formatted(COLUMNS))
        .bind("email", email)
        .map((row, _) -> toAccount(row).user())
        .list();
  }

  /// Oldest first.
  List<User> list(Handle queries) {
    return queries
        .createQuery("SELECT %s FROM users ORDER BY created_ms, id".formatted(COLUMNS))
        .map((row, _) -> toAccount(row).user())
        .list();
  }

  /// The ids of those who can administer Loom; they stay so until the transaction ends.
  List<String> lockActiveAdmins(Handle transaction) {
    return transaction
        .createQuery(
            "SELECT id FROM users WHERE role = 'admin' AND is_active = 1 ORDER BY id "
                + dialect.forUpdate())
        .mapTo(String.class)
        .list();
  }

  private static Account toAccount(ResultSet row) throws SQLException {
    var hash = row.getString("password_hash");
    var role = row.getString("role");
    var user =
        new User(
            row.getString("id"),
            row.getString("username"),
            row.getString("email"),
            Role.find(role).orElseThrow(() -> new IllegalStateException("stored role " + role)),
            row.getInt("is_active") == 1,
            row.getInt("must_change") == 1,
            Instant.ofEpochMilli(row.getLong("created_ms")),
            Instant.ofEpochMilli(row.getLong("updated_ms")));
    return new Account(user, hash == null ? null : new Secret(hash));
  }
}
