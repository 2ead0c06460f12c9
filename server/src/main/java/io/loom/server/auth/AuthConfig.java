package io.loom.server.auth;

import io.loom.base.Secret;
import org.jspecify.annotations.Nullable;

/// How strangers are met.
///
/// @param isRequired whether nobody gets in without signing in
/// @param allowsInsecure whether the first password works from other hosts, too
/// @param operatorPassword what the first administrator may sign in with as well, until he has a
///   password of his own; absent when everybody knows it
public record AuthConfig(
    boolean isRequired, boolean allowsInsecure, @Nullable Secret operatorPassword) {}
