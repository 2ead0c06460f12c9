package io.loom.server.sso;

/// The provider could not be asked, or its answer makes no sense. The message is a sentence for
/// people and holds nothing that the provider said.
final class ProviderException extends Exception {
  private static final long serialVersionUID = 1;

  ProviderException(String message) {
    super(message);
  }

  ProviderException(String message, Throwable cause) {
    super(message, cause);
  }
}
