package io.loom.server.provider;

/// Asks models. Safe for many threads.
public interface ModelClient {
  /// Makes one attempt on the caller's thread and blocks until it is over, at most for the
  /// request's timeout.
  ///
  /// Whoever calls decides whether to try again; with the same bytes and the same idempotency key,
  /// a provider that knows such keys hands over the answer that it already gave.
  ModelOutcome call(ModelRequest request);
}
