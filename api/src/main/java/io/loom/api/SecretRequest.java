package io.loom.api;

import org.jspecify.annotations.Nullable;

/// What `POST /secrets` and `PUT /secrets/{scope}/{scope_id}/{name}` take.
///
/// @param scope `org`, `project` or `weaver`; a `PUT` has it, the id and the name in its path
/// @param scopeId of the organisation, project or weaver
/// @param name such as `NPM_TOKEN`
/// @param value at most 64 KiB; a `PUT` without one keeps it
/// @param description for people
public record SecretRequest(
    @Nullable String scope,
    @Nullable String scopeId,
    @Nullable String name,
    @Nullable String value,
    @Nullable String description) {
  /// Leaves the value out, for logs.
  @Override
  public String toString() {
    return "SecretRequest[scope=%s, scopeId=%s, name=%s]".formatted(scope, scopeId, name);
  }
}
