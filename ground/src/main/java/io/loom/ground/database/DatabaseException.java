package io.loom.ground.database;

/// The database cannot be opened or used. The message names it without its password, and the
/// remedy.
public final class DatabaseException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public DatabaseException(String message) {
    super(message);
  }

  public DatabaseException(String message, Throwable cause) {
    super(message, cause);
  }
}
