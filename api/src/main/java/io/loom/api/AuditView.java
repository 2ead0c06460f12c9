package io.loom.api;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something that somebody did or was refused.
///
/// @param n its place in the chain; absent for the moment until it is sealed
/// @param actor who did it: `user:<name>`, `agent:<id>`, `system`, `nobody`, or `several` for
///   refusals that were too many to be told apart
/// @param actorId the user's
/// @param credential what he showed: `session:<id>`, `api_key:<id>`, or `local` where nobody signs
///   in
/// @param onBehalfOf the user whose request it was, where an agent did it
/// @param action the type of the event, or `request.refused`
/// @param outcome `allowed` or `refused`
/// @param address of the other end of the connection
/// @param route the pattern of the path
/// @param count of how many alike it tells
/// @param hash its link in the chain
public record AuditView(
    String id,
    @Nullable Long n,
    Instant timestamp,
    String actor,
    @Nullable String actorId,
    @Nullable String credential,
    @Nullable String onBehalfOf,
    String action,
    String objectKind,
    @Nullable String objectId,
    @Nullable String projectId,
    String outcome,
    @Nullable String address,
    @Nullable String requestId,
    @Nullable String method,
    @Nullable String route,
    long count,
    Map<String, Object> detail,
    @Nullable String hash) {
  public AuditView {
    detail = Collections.unmodifiableMap(new LinkedHashMap<>(detail));
  }
}
