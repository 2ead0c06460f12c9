package io.loom.server.event;

import io.loom.api.EventType;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Credential;
import io.loom.ground.http.Json;
import java.util.Optional;
import java.util.function.Predicate;

/// Who of those that listen may have other rights after an event, or none.
final class Listeners {
  private Listeners() {}

  /// @return nothing for an event that changes nobody's rights
  static Optional<Predicate<Caller>> concernedBy(StoredEvent event) {
    return EventType.find(event.type())
        .flatMap(type ->
            switch (type) {
              case USER_UPDATED, USER_DELETED, MEMBER_CHANGED, MEMBER_REMOVED ->
                  Optional.of(caller -> isKnownAs(caller, event.subject()));
              case SESSION_ENDED -> {
                var session = Json.tree(event.data()).path("session_id").asText();
                yield Optional.of(caller -> hasSession(caller, event.subject(), session));
              }
              case API_KEY_REVOKED ->
                  Optional.of(
                      caller -> caller.credential().equals(new Credential.Key(event.subject())));
              default -> Optional.empty();
            });
  }

  private static boolean isKnownAs(Caller caller, String userId) {
    return caller.id().equals(userId) && !(caller.credential() instanceof Credential.Local);
  }

  /// @param sessionId an empty text means any
  private static boolean hasSession(Caller caller, String userId, String sessionId) {
    return caller.id().equals(userId)
        && caller.credential() instanceof Credential.Session(var id, _)
        && (sessionId.isEmpty() || sessionId.equals(id));
  }
}
