package io.loom.api;

import org.jspecify.annotations.Nullable;

/// A file of a project's repository, as of a commit.
///
/// @param type `file`, or `symlink` for a link that leads nowhere in the repository: then the
///   content is where it points to
/// @param content text, or Base64 when the file is binary
/// @param encoding `utf-8` or `base64`
/// @param size in bytes
/// @param commit that it was read from
/// @param target of the link that the path is, if it is one
public record FileView(
    String path,
    String type,
    String content,
    String encoding,
    boolean binary,
    long size,
    String commit,
    @Nullable String target) {}
