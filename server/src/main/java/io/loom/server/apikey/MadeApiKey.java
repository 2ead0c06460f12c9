package io.loom.server.apikey;

import io.loom.base.Secret;

/// A key that was just made.
///
/// @param text shown this once
public record MadeApiKey(ApiKey key, Secret text) {}
