package io.loom.api;

/// What a change of the vault's password did.
///
/// @param passwords how many open it now
public record VaultPasswordView(int passwords) {}
