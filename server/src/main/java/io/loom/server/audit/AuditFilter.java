package io.loom.server.audit;

/// Which records are wanted. An empty text wants all.
///
/// @param actor the name as events have it, or the id of a user
/// @param action such as `bead.created`, or `bead.*`
/// @param fromMillis the first instant
/// @param toMillis the first instant that is not wanted any more
record AuditFilter(
    String actor,
    String action,
    String object,
    String projectId,
    String outcome,
    long fromMillis,
    long toMillis) {}
