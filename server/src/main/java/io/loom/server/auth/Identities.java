package io.loom.server.auth;

import io.loom.api.EventType;
import io.loom.ground.database.Database;
import io.loom.ground.database.Remembered;
import io.loom.ground.http.Json;
import io.loom.server.event.EventTail;
import io.loom.server.event.StoredEvent;
import io.loom.server.member.MemberService;
import io.loom.server.user.UserFollower;
import io.loom.server.user.UserService;
import java.util.Optional;

/// Sessions and users as the last commit left them, remembered. Safe for many threads.
///
/// Whoever changes one on this server says so before he answers; changes on other servers arrive as
/// events, about a second later.
final class Identities implements UserFollower {
  private static final int SIZE = 20_000;

  private final Database database;
  private final SessionRepository sessions;
  private final UserService users;
  private final MemberService members;
  private final Remembered<Session> knownSessions = new Remembered<>(SIZE);
  private final Remembered<Identity> knownUsers = new Remembered<>(SIZE);

  Identities(
      Database database, SessionRepository sessions, UserService users, MemberService members) {
    this.database = database;
    this.sessions = sessions;
    this.users = users;
    this.members = members;
  }

  void follow(EventTail tail) {
    tail.onEvent(this::hear);
  }

  private void hear(StoredEvent event) {
    EventType.find(event.type())
        .ifPresent(type -> {
          switch (type) {
            case USER_UPDATED, USER_DELETED, SESSION_ENDED -> changed(event.subject());
            case MEMBER_CHANGED, MEMBER_REMOVED ->
                changed(Json.tree(event.data()).path("user_id").asText());
            case PROJECT_DELETED -> forgetUsers();
            default -> {
              // Changes nobody's rights.
            }
          }
        });
  }

  Optional<Session> session(String id) {
    return knownSessions.get(id, it -> database.read(handle -> sessions.find(handle, it)));
  }

  Optional<Identity> user(String id) {
    return knownUsers.get(
        id,
        it ->
            database.read(handle ->
                users
                    .find(handle, it)
                    .map(user -> new Identity(user, members.reach(handle, user)))));
  }

  /// Forgets a user and his sessions.
  @Override
  public void changed(String userId) {
    knownUsers.forget(userId);
    knownSessions.forgetIf(session -> session.userId().equals(userId));
  }

  void forgetUsers() {
    knownUsers.forgetIf(_ -> true);
  }

  void forgetSession(String id) {
    knownSessions.forget(id);
  }
}
