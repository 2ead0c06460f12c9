package io.loom.server.decision;

import java.time.Instant;

/// What was decided, by whom and why.
///
/// @param decision one of the options, if there were any; empty when the question was withdrawn
public record Answer(String deciderId, String decision, String rationale, Instant decidedAt) {}
