package io.loom.weaver;

/// A weaver could not be made or used.
public final class WeaverException extends Exception {
  private static final long serialVersionUID = 1;

  /// Names are public: add, never rename.
  public enum Reason {
    /// There is no such weaver, or its workspace is gone.
    GONE,
    IMAGE_NOT_SUPPORTED,
    /// This machine cannot isolate; the message says what to install.
    NOT_ISOLATED,
    /// The platform failed: disk full, no processes left, cluster not reachable.
    PLATFORM_FAILED
  }

  private final Reason reason;

  public WeaverException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  public WeaverException(Reason reason, String message, Throwable cause) {
    super(message, cause);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
