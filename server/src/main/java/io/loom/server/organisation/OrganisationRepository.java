package io.loom.server.organisation;

import io.loom.ground.database.Dialect;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The `organisations` and `organisation_members` tables. Every method works inside the transaction
/// it is given.
final class OrganisationRepository {
  private static final String COLUMNS = "o.id, o.name, o.personal_of, o.created_ms, o.updated_ms";
  private static final String MEMBERS =
      """
      SELECT m.organisation_id, m.user_id, u.username, m.role, m.created_ms
      FROM organisation_members m JOIN users u ON u.id = m.user_id
      """;

  private final Dialect dialect;

  OrganisationRepository(Dialect dialect) {
    this.dialect = dialect;
  }

  void insert(Handle transaction, Organisation organisation) {
    transaction
        .createUpdate(
            """
            INSERT INTO organisations (id, name, personal_of, created_ms, updated_ms)
            VALUES (:id, :name, :personal, :created, :updated)
            """)
        .bind("id", organisation.id())
        .bind("name", organisation.name())
        .bind("personal", organisation.personalOf())
        .bind("created", organisation.createdAt().toEpochMilli())
        .bind("updated", organisation.updatedAt().toEpochMilli())
        .execute();
  }

  void rename(Handle transaction, String id, String name, Instant now) {
    transaction
        .createUpdate("UPDATE organisations SET name = :name, updated_ms = :now WHERE id = :id")
        .bind("id", id)
        .bind("name", name)
        .bind("now", now.toEpochMilli())
        .execute();
  }

  void delete(Handle transaction, String id) {
    transaction.createUpdate("DELETE FROM organisations WHERE id = :id").bind("id", id).execute();
  }

  Optional<Organisation> find(Handle queries, String id) {
    return queries
        .createQuery("SELECT %s FROM organisations o WHERE o.id = :id".formatted(COLUMNS))
        .bind("id", id)
        .map((row, _) -> toOrganisation(row))
        .findOne();
  }

  /// Like [#find]; nobody else changes it or its members before the transaction ends.
  Optional<Organisation> findForChange(Handle transaction, String id) {
    return transaction
        .createQuery(
            "SELECT %s FROM organisations o WHERE o.id = :id %s"
                .formatted(COLUMNS, dialect.forUpdate()))
        .bind("id", id)
        .map((row, _) -> toOrganisation(row))
        .findOne();
  }

  /// Oldest first.
  List<Organisation> list(Handle queries) {
    return queries
        .createQuery(
            "SELECT %s FROM organisations o ORDER BY o.created_ms, o.id".formatted(COLUMNS))
        .map((row, _) -> toOrganisation(row))
        .list();
  }

  /// Those that a user is in, oldest first.
  List<Organisation> listOf(Handle queries, String userId) {
    return queries
        .createQuery(
            """
            SELECT %s
            FROM organisations o JOIN organisation_members m ON m.organisation_id = o.id
            WHERE m.user_id = :user
            ORDER BY o.created_ms, o.id
            """
                .formatted(COLUMNS))
        .bind("user", userId)
        .map((row, _) -> toOrganisation(row))
        .list();
  }

  void putMember(Handle transaction, OrganisationMember member) {
    transaction
        .createUpdate(
            """
            INSERT INTO organisation_members (organisation_id, user_id, role, created_ms)
            VALUES (:organisation, :user, :role, :created)
            ON CONFLICT (organisation_id, user_id) DO UPDATE SET role = excluded.role
            """)
        .bind("organisation", member.organisationId())
        .bind("user", member.userId())
        .bind("role", member.role().wireName())
        .bind("created", member.createdAt().toEpochMilli())
        .execute();
  }

  void deleteMember(Handle transaction, OrganisationMember member) {
    transaction
        .createUpdate(
            """
            DELETE FROM organisation_members
            WHERE organisation_id = :organisation AND user_id = :user
            """)
        .bind("organisation", member.organisationId())
        .bind("user", member.userId())
        .execute();
  }

  Optional<OrganisationMember> findMember(Handle queries, String id, String userId) {
    return queries
        .createQuery(MEMBERS + "WHERE m.organisation_id = :id AND m.user_id = :user")
        .bind("id", id)
        .bind("user", userId)
        .map((row, _) -> toMember(row))
        .findOne();
  }

  /// Oldest first.
  List<OrganisationMember> listMembers(Handle queries, String id) {
    return queries
        .createQuery(MEMBERS + "WHERE m.organisation_id = :id ORDER BY m.created_ms, m.user_id")
        .bind("id", id)
        .map((row, _) -> toMember(row))
        .list();
  }

  private static Organisation toOrganisation(ResultSet row) throws SQLException {
    return new Organisation(
        row.getString("id"),
        row.getString("name"),
        row.getString("personal_of"),
        Instant.ofEpochMilli(row.getLong("created_ms")),
        Instant.ofEpochMilli(row.getLong("updated_ms")));
  }

  private static OrganisationMember toMember(ResultSet row) throws SQLException {
    var role = row.getString("role");
    return new OrganisationMember(
        row.getString("organisation_id"),
        row.getString("user_id"),
        row.getString("username"),
        OrganisationRole.find(role)
            .orElseThrow(() -> new IllegalStateException("stored role " + role)),
        Instant.ofEpochMilli(row.getLong("created_ms")));
  }
}
