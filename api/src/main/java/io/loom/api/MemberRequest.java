package io.loom.api;

import org.jspecify.annotations.Nullable;

/// Gives a user a place in a project or an organisation.
///
/// @param role in a project `owner` or `member`; in an organisation `owner`, `admin` or `member`;
///   absent means `member`
public record MemberRequest(@Nullable String role) {}
