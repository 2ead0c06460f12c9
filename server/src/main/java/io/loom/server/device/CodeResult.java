package io.loom.server.device;

import java.time.Duration;

/// What a person's code led to.
sealed interface CodeResult {
  record Known(DeviceLogin login) implements CodeResult {}

  /// Nobody waits under this code, or no longer.
  record Unknown() implements CodeResult {}

  /// Too many codes were wrong.
  record TooMany(Duration pause) implements CodeResult {}
}
