package io.loom.ground.http;

/// Hears of requests that were refused.
public interface RefusalListener {
  RefusalListener NONE = _ -> {};

  /// Called once for each, on the thread that ends the request: it must not block.
  void refused(Refusal refusal);
}
