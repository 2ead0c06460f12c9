package io.loom.server.audit;

import java.time.Instant;

/// Something that somebody did or was refused. Empty texts stand for what is not known or does not
/// apply.
///
/// @param action the type of the event, or `request.refused`
/// @param projectId of the project it happened in
/// @param outcome `allowed` or `refused`, unless somebody changed it
/// @param count of how many alike it tells
/// @param detail a small JSON object without secrets
record AuditRecord(
    String id,
    Instant time,
    Actor actor,
    String action,
    Target target,
    String projectId,
    String outcome,
    Origin origin,
    long count,
    String detail) {
  static final String ALLOWED = "allowed";
  static final String REFUSED = "refused";

  /// Who did it.
  ///
  /// @param name as events name him, such as `user:ada`
  /// @param id of the user
  /// @param credential `session:<id>`, `api_key:<id>`, or `local` where nobody has to sign in
  /// @param onBehalfOf who made the request, where it speaks for somebody else
  record Actor(String name, String id, String credential, String onBehalfOf) {}

  /// What it was done to.
  ///
  /// @param kind such as `bead`
  record Target(String kind, String id) {}

  /// Which request it came with; nothing where Loom did it by itself.
  ///
  /// @param route the pattern of the path
  record Origin(String address, String requestId, String method, String route) {
    static final Origin NONE = new Origin("", "", "", "");
  }
}
