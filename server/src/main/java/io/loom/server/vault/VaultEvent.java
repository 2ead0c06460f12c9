package io.loom.server.vault;

import io.loom.api.EventType;
import io.loom.server.event.Event;
import org.jspecify.annotations.Nullable;

/// What happens to the vault as a whole, for the event log.
sealed interface VaultEvent extends Event {
  @Override
  default String subject() {
    return "vault";
  }

  @Override
  default @Nullable String projectId() {
    return null;
  }

  /// New values are sealed with another data key.
  record Rotated(int generation) implements VaultEvent {
    @Override
    public EventType type() {
      return EventType.VAULT_ROTATED;
    }
  }

  /// Another password opens the vault.
  ///
  /// @param passwords how many open it
  record PasswordChanged(int passwords) implements VaultEvent {
    @Override
    public EventType type() {
      return EventType.VAULT_PASSWORD_CHANGED;
    }
  }
}
