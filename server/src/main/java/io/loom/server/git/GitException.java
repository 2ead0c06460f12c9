package io.loom.server.git;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A git command failed. The message is git's own last words, without credentials.
public final class GitException extends Exception {
  private static final long serialVersionUID = 1;

  private final transient @Nullable RemoteFailure failure;

  public GitException(String message) {
    super(message);
    this.failure = null;
  }

  public GitException(String message, Throwable cause) {
    super(message, cause);
    this.failure = null;
  }

  GitException(String message, @Nullable RemoteFailure failure) {
    super(message);
    this.failure = failure;
  }

  /// Why the remote could not be used, if that is what failed and git's words tell.
  public Optional<RemoteFailure> failure() {
    return Optional.ofNullable(failure);
  }
}
