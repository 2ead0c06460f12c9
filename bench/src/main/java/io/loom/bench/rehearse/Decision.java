package io.loom.bench.rehearse;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What one request gets, decided the moment it arrives.
///
/// @param answer the bytes to send; for a `Fault.Hang` none are sent
/// @param fault how the answer goes wrong on its way
/// @param latency to wait before the first byte
/// @param refused whether the server, not the script, has answered
/// @param conversation null if the request was not one
record Decision(
    HttpAnswer answer,
    @Nullable Fault fault,
    Duration latency,
    boolean refused,
    boolean replayed,
    @Nullable Conversation conversation,
    @Nullable String rule) {
  static Decision refuse(HttpAnswer answer, @Nullable Conversation conversation) {
    return new Decision(answer, null, Duration.ZERO, true, false, conversation, null);
  }

  /// A vendor charges for an answer that it computed, whether or not it arrived.
  boolean isBought() {
    boolean computed = fault == null || fault instanceof Fault.Cut;
    return computed && !refused && !replayed && conversation != null;
  }

  /// The same answer given again, at once; what broke the first delivery does not break the second.
  Decision again() {
    return new Decision(answer, null, Duration.ZERO, refused, true, conversation, rule);
  }
}
