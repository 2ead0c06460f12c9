package io.loom.server.run;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One agent's work on one bead.
///
/// @param attempt tries of the step under way, from 0
/// @param hop which dispatch of its bead this is, from 1
/// @param beadFence the bead's fencing token when this run took it
/// @param fence rises whenever a server takes the run; a write with an old one changes nothing
/// @param wanted what people want: `run`, `pause` or `stop`
/// @param reason why it waits or ended, as a stored name
/// @param detail the same in words
/// @param base the commit that the work starts from
public record Run(
    String id,
    String beadId,
    String projectId,
    String agentId,
    String providerId,
    String model,
    RunState state,
    int attempt,
    int hop,
    long beadFence,
    long fence,
    Instant notBefore,
    String wanted,
    @Nullable String reason,
    @Nullable String detail,
    @Nullable String base,
    @Nullable String resultCommit,
    int turns,
    long promptTokens,
    long completionTokens,
    long costMicros,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant endedAt) {}
