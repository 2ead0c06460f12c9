package io.loom.bench.rehearse;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What became of one request.
///
/// @param seq rises with each request that arrives
/// @param at when it had arrived
/// @param bodyHash SHA-256 of the body, in hexadecimal
/// @param turn the conversation's turn; null if the request was not a conversation
/// @param bead the bead that the conversation names at its start
/// @param rule the rule that answered
/// @param replayed whether it got an answer that its idempotency key had bought before
/// @param bought whether an answer was computed for it that a vendor would charge for
/// @param took until the last byte was sent, or until the client was seen to be gone
public record RequestRecord(
    long seq,
    Instant at,
    String method,
    String path,
    @Nullable String idempotencyKey,
    String bodyHash,
    @Nullable Integer turn,
    @Nullable String bead,
    @Nullable String rule,
    int status,
    boolean replayed,
    boolean bought,
    Outcome outcome,
    Duration took) {}
