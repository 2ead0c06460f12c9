package io.loom.server.config;

import io.loom.base.Secret;
import io.loom.ground.config.Environment;

/// The password that the vault's key is derived from.
///
/// @param isDefault whether it is the one from the documentation, which everybody knows
public record MasterPassword(Secret secret, boolean isDefault) {
  private static final String VARIABLE = "LOOM_PASSWORD";
  private static final Secret DEFAULT = new Secret("loom-default-password");

  /// The one in `LOOM_PASSWORD`, or the default so that a backup restores anywhere.
  public static MasterPassword from(Environment environment) {
    return of(environment.findSecret(VARIABLE).orElse(DEFAULT));
  }

  public static MasterPassword of(Secret secret) {
    return new MasterPassword(secret, secret.equals(DEFAULT));
  }
}
