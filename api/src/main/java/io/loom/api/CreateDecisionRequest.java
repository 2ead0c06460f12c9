package io.loom.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Asks a question. `projectId` and `question` are required.
///
/// @param id makes asking again harmless; made up when it is absent
/// @param parent taken for `beadId` when that is absent
/// @param options the only answers; any text will do when there are none
/// @param priority 0 is the most urgent, 4 the least; 2 when it is absent
public record CreateDecisionRequest(
    @Nullable String id,
    @Nullable String projectId,
    @Nullable String beadId,
    @Nullable String parent,
    @Nullable String question,
    @Nullable List<String> options,
    @Nullable String recommendation,
    @Nullable Integer priority) {}
