package io.loom.api;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Something that was said about a pull request on its forge.
///
/// @param kind `comment`, `changes_requested` or `approved`
/// @param path of the file that it is about; absent when it is about the whole
public record ReviewNoteView(
    String id,
    String kind,
    String author,
    String text,
    @Nullable String path,
    @Nullable Integer line,
    Instant at) {}
