package io.loom.server.git;

import io.loom.ground.database.Database;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// The right to change one branch of one project, held by one owner at a time. Safe for many
/// threads.
///
/// A writer that lost its lease cannot do harm: a push that is not a fast-forward is refused by
/// git.
public final class BranchLeases {
  private final Database database;
  private final InstantSource clock;

  public BranchLeases(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// A lease that was taken.
  ///
  /// @param fence rises at each take
  public record Lease(String name, String owner, long fence) {}

  /// Takes the lease unless another owner has it. The same owner may take it again only after
  /// letting it go: two of its threads are two writers.
  public Optional<Lease> take(String projectId, String branch, String owner, Duration time) {
    var name = "branch:" + projectId + ":" + branch;
    long now = clock.millis();
    return database.write(handle ->
        handle
            .createQuery(
                """
                INSERT INTO leases (name, owner, fence, expires_ms)
                VALUES (:name, :owner, 1, :expires)
                ON CONFLICT (name) DO UPDATE
                SET owner = :owner, fence = leases.fence + 1, expires_ms = :expires
                WHERE leases.expires_ms <= :now
                RETURNING fence
                """)
            .bind("name", name)
            .bind("owner", owner)
            .bind("expires", now + time.toMillis())
            .bind("now", now)
            .mapTo(Long.class)
            .findOne()
            .map(fence -> new Lease(name, owner, fence)));
  }

  public boolean renew(Lease lease, Duration time) {
    return set(lease, clock.millis() + time.toMillis());
  }

  public void release(Lease lease) {
    var _ = set(lease, 0);
  }

  private boolean set(Lease lease, long expires) {
    return database.write(handle ->
        handle
                .createUpdate(
                    """
                    UPDATE leases SET expires_ms = :expires
                    WHERE name = :name AND owner = :owner AND fence = :fence
                    """)
                .bind("expires", expires)
                .bind("name", lease.name())
                .bind("owner", lease.owner())
                .bind("fence", lease.fence())
                .execute()
            == 1);
  }

  /// Lets go whatever a server held that is known to be dead, so that its successor need not wait.
  public void releaseAll() {
    database.change(handle -> handle.execute("UPDATE leases SET expires_ms = 0"));
  }
}
