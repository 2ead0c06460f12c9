package io.loom.server.sync.dolt;

/// That `bd` said no, or could not be asked. The message is for people.
final class BdException extends Exception {
  private static final long serialVersionUID = 1L;

  BdException(String message) {
    super(message);
  }

  BdException(String message, Throwable cause) {
    super(message, cause);
  }
}
