package io.loom.server.forge;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A forge did not do what was asked. The message is for people and holds no token.
public final class ForgeException extends Exception {
  private static final long serialVersionUID = 1;

  /// What to make of it.
  public enum Reason {
    /// It cannot be reached, is broken, or wants to be left alone for a while: ask again later.
    UNAVAILABLE,
    /// It says no, and will say so again.
    REFUSED,
    /// The repository or the pull request is not there, or not for this token.
    NOT_FOUND,
    /// No forge or no token is known, or the address may not be used.
    NOT_CONFIGURED
  }

  private final Reason reason;
  private final transient @Nullable Instant retryAt;

  public ForgeException(Reason reason, String message) {
    this(reason, message, null, null);
  }

  ForgeException(
      Reason reason, String message, @Nullable Instant retryAt, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.retryAt = retryAt;
  }

  public Reason reason() {
    return reason;
  }

  /// Before when it is of no use to ask again, if the forge said so.
  public @Nullable Instant retryAt() {
    return retryAt;
  }
}
