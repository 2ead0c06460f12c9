package io.loom.server.auth;

import io.loom.base.Ids;
import io.loom.base.ReconcileLoop;
import io.loom.ground.database.Database;
import io.loom.ground.http.Peer;
import io.loom.server.event.EventLog;
import io.loom.server.user.User;
import io.loom.server.user.UserFollower;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;

/// The rules for sessions. Safe for many threads. Whoever makes one closes it.
public final class SessionService implements UserFollower, AutoCloseable {
  /// How long a token is good.
  static final Duration TOKEN_LIFE = Duration.ofHours(24);

  /// How long a session can be prolonged before a password is needed again.
  private static final Duration LONGEST_LIFE = Duration.ofDays(30);

  /// More than anybody uses; the oldest ends when there are more.
  private static final int MOST_PER_USER = 100;

  private static final Duration SWEEP_INTERVAL = Duration.ofHours(1);

  private final Database database;
  private final SessionRepository sessions;
  private final Identities identities;
  private final EventLog events;
  private final InstantSource clock;
  private final Ids ids;
  private final Map<String, Instant> seen = new ConcurrentHashMap<>();

  /// When the expired ones were deleted last; only the loop looks at it, and who closes it.
  private volatile Instant swept = Instant.EPOCH;

  private final ReconcileLoop loop;

  SessionService(
      Database database,
      SessionRepository sessions,
      Identities identities,
      EventLog events,
      InstantSource clock,
      Ids ids) {
    this.database = database;
    this.sessions = sessions;
    this.identities = identities;
    this.events = events;
    this.clock = clock;
    this.ids = ids;
    this.loop = ReconcileLoop.start("sessions", Duration.ofSeconds(30), this::tidy);
  }

  Session open(Handle transaction, User user, Peer peer) {
    var now = clock.instant();
    var session =
        new Session(
            ids.next(),
            user.id(),
            now,
            now,
            now.plus(TOKEN_LIFE),
            peer.address(),
            peer.userAgent());
    sessions.listOf(transaction, user.id()).stream()
        .skip(MOST_PER_USER - 1)
        .forEach(old -> end(transaction, user.actor(), old, "revoked"));
    sessions.insert(transaction, session);
    events.append(
        transaction,
        user.actor(),
        new SessionEvent.Started(user.id(), user.username(), session.id(), peer.address()));
    return session;
  }

  Optional<Session> find(String id) {
    return database.read(handle -> sessions.find(handle, id));
  }

  /// Those that have not expired, newest first.
  List<Session> listOf(String userId) {
    var now = clock.instant();
    return database.read(handle -> sessions.listOf(handle, userId)).stream()
        .filter(session -> session.expiresAt().isAfter(now))
        .toList();
  }

  /// Prolongs a session.
  ///
  /// @return until when, or nothing when it is over
  Optional<Instant> extend(Session session) {
    var end = clock.instant().plus(TOKEN_LIFE);
    var last = session.createdAt().plus(LONGEST_LIFE);
    var expires = end.isAfter(last) ? last : end;
    if (!expires.isAfter(clock.instant())) {
      return Optional.empty();
    }
    boolean isThere = database.write(handle -> sessions.extend(handle, session.id(), expires));
    identities.forgetSession(session.id());
    return isThere ? Optional.of(expires) : Optional.empty();
  }

  /// @param reason as in [SessionEvent.Ended]
  void end(String actor, Session session, String reason) {
    database.change(handle -> end(handle, actor, session, reason));
    identities.forgetSession(session.id());
  }

  private void end(Handle transaction, String actor, Session session, String reason) {
    if (sessions.delete(transaction, session.id())) {
      events.append(
          transaction, actor, new SessionEvent.Ended(session.userId(), session.id(), reason));
    }
  }

  /// Ends all sessions of a user but one.
  ///
  /// @param kept the id of that one, or an empty text
  void endOthers(Handle transaction, User user, String kept) {
    if (sessions.deleteOf(transaction, user.id(), kept) > 0) {
      events.append(transaction, user.actor(), new SessionEvent.Ended(user.id(), null, "password"));
    }
  }

  @Override
  public void shutOut(Handle transaction, String actor, User user) {
    if (sessions.deleteOf(transaction, user.id(), "") > 0) {
      events.append(transaction, actor, new SessionEvent.Ended(user.id(), null, "user"));
    }
  }

  /// Notes that a session was used; written down with others, some seconds later.
  void touch(String id) {
    seen.put(id, clock.instant());
  }

  private void tidy() {
    var noted = Map.copyOf(seen);
    noted.forEach(seen::remove);
    if (!noted.isEmpty()) {
      database.change(handle -> sessions.updateSeen(handle, noted));
    }
    var now = clock.instant();
    if (!swept.plus(SWEEP_INTERVAL).isAfter(now)) {
      database.change(handle -> sessions.deleteExpired(handle, now));
      swept = now;
    }
  }

  @Override
  public void close() {
    loop.close();
    tidy();
  }
}
