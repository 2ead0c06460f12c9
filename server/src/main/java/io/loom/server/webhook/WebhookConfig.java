package io.loom.server.webhook;

import io.loom.base.Secret;
import java.util.Optional;

/// How calls of forges are told from those of strangers.
///
/// @param secret shared with the forge, or blank
/// @param rules what events do to beads
/// @param unsigned whether calls are taken without a signature while there is no secret
public record WebhookConfig(Secret secret, WebhookRules rules, Unsigned unsigned) {
  /// What becomes of calls that nobody can check.
  public enum Unsigned {
    /// For servers that only programs of this host reach, which are administrators anyway.
    TAKEN,
    REFUSED
  }

  Optional<Secret> usableSecret() {
    return secret.isBlank() ? Optional.empty() : Optional.of(secret);
  }
}
