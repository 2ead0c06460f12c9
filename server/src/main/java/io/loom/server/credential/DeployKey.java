package io.loom.server.credential;

import io.loom.server.vault.Place;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A key pair with which Loom signs in at a project's git server.
///
/// @param publicKey one line of OpenSSH
/// @param sealed the private half, sealed by the vault
/// @param generation of the vault's data key that it is under
/// @param createdBy as events name him
/// @param lastUsedAt when a git server was last seen to take it
/// @param endsAt when it ends although its successor was not seen to work; absent for a current key
public record DeployKey(
    String id,
    String projectId,
    Slot slot,
    String publicKey,
    String fingerprint,
    String sealed,
    int generation,
    String createdBy,
    Instant createdAt,
    @Nullable Instant lastUsedAt,
    @Nullable Instant endsAt) {
  static final String TYPE = "ssh_ed25519";

  /// Which of a project's two keys it is. Stored in lower case, never renamed.
  public enum Slot {
    CURRENT,
    /// The one before, for as long as the current one may not work yet.
    PREVIOUS
  }

  /// Where the private half belongs: it opens for this project and no other.
  static Place place(String id, String projectId) {
    return new Place("credentials", id + "/" + projectId, "private_key_encrypted");
  }

  Place place() {
    return place(id, projectId);
  }

  /// Nothing of the private half, sealed or not.
  @Override
  public String toString() {
    return "DeployKey[%s of %s, %s]".formatted(fingerprint, projectId, slot);
  }
}
