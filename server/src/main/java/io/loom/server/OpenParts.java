package io.loom.server;

import static java.lang.System.Logger.Level.WARNING;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.ArrayDeque;
import java.util.Deque;

/// The parts of a server that are to be closed, which happens in reverse. One thread composes.
public final class OpenParts implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(OpenParts.class.getName());

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();

  @CanIgnoreReturnValue
  public <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  /// Closes them all, whichever fails.
  @Override
  public void close() {
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.log(WARNING, "a part of the server did not close cleanly", e);
      }
    }
  }
}
