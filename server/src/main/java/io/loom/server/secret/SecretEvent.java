package io.loom.server.secret;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.loom.api.EventType;
import io.loom.server.event.Event;
import org.jspecify.annotations.Nullable;

/// A secret was stored, changed, removed or looked at. Its value is nowhere in it.
///
/// @param scope `org`, `project` or `weaver`
/// @param version that was stored or looked at
record SecretEvent(
    @JsonIgnore EventType type,
    String secretId,
    String scope,
    String scopeId,
    String name,
    int version,
    @Nullable String projectId)
    implements Event {
  static SecretEvent of(EventType type, StoredSecret secret, int version) {
    var scope = secret.scope();
    return new SecretEvent(
        type,
        secret.id(),
        scope.kind().wireName(),
        scope.id(),
        secret.name(),
        version,
        scope.projectId());
  }

  @Override
  public String subject() {
    return secretId;
  }
}
