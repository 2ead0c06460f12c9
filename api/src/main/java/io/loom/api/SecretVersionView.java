package io.loom.api;

import java.time.Instant;

/// One of a secret's values, without it.
public record SecretVersionView(int version, String createdBy, Instant createdAt) {}
