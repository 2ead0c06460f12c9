package io.loom.ground.http;

import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.jetty.util.Callback;

/// Ends an exchange once, whoever is first.
final class OnceCallback extends Callback.Nested {
  private final AtomicBoolean ended = new AtomicBoolean();

  OnceCallback(Callback callback) {
    super(callback);
  }

  @Override
  public void succeeded() {
    if (ended.compareAndSet(false, true)) {
      super.succeeded();
    }
  }

  @Override
  public void failed(Throwable cause) {
    if (ended.compareAndSet(false, true)) {
      super.failed(cause);
    }
  }
}
