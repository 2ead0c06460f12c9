package io.loom.server.secret;

import java.time.Instant;

/// One of a secret's values, sealed.
///
/// @param generation of the vault's data key that it is under
record SecretVersion(
    int version, String sealed, int generation, String createdBy, Instant createdAt) {}
