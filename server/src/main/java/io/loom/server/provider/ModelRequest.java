package io.loom.server.provider;

import java.time.Duration;

/// One call of a model.
///
/// @param body the exact bytes to send, as [ModelRequestBody] makes them. They are not copied: the
///   caller does not change them
/// @param idempotencyKey the same for each attempt of the same call
/// @param stream whether the body asks for a stream
/// @param timeout until the answer is complete
@SuppressWarnings("ArrayRecordComponent") // sent once, by one thread
public record ModelRequest(
    String providerId, byte[] body, String idempotencyKey, boolean stream, Duration timeout) {
  public ModelRequest {
    if (providerId.isBlank() || idempotencyKey.isBlank()) {
      throw new IllegalArgumentException("a call names its provider and its idempotency key");
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("a call with a timeout of " + timeout);
    }
  }
}
