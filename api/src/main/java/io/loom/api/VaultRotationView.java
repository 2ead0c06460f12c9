package io.loom.api;

/// What a rotation of the vault's data key did.
///
/// @param generation the new data key
/// @param resealed values that were sealed anew
/// @param recordsBehind values that stay under older data keys because they do not open
public record VaultRotationView(int generation, int resealed, int recordsBehind) {}
