package io.loom.server.vault;

/// The key store cannot be opened, read or written. The message names the file and the remedy,
/// never a secret.
public final class VaultException extends RuntimeException {
  private static final long serialVersionUID = 1;

  VaultException(String message) {
    super(message);
  }

  VaultException(String message, Throwable cause) {
    super(message, cause);
  }
}
