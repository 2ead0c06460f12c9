package io.loom.api;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A comment on a bead.
///
/// @param mentions the names that follow an `@` in it
public record CommentView(
    String id,
    String beadId,
    String authorId,
    String authorUsername,
    String content,
    @Nullable Instant createdAt,
    List<String> mentions) {}
