package io.loom.server.git;

/// A git command failed. The message is git's own last words, without credentials.
public final class GitException extends Exception {
  private static final long serialVersionUID = 1;

  public GitException(String message) {
    super(message);
  }

  public GitException(String message, Throwable cause) {
    super(message, cause);
  }
}
