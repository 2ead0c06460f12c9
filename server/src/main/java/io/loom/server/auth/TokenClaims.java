package io.loom.server.auth;

import java.time.Instant;

/// What a token says that was found genuine. What its user may do is not taken from it.
record TokenClaims(String sessionId, String userId, Instant expiresAt) {}
