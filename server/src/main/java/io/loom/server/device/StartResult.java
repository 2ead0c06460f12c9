package io.loom.server.device;

import io.loom.base.Secret;
import java.time.Duration;

/// What becomes of a program's wish to be signed in.
sealed interface StartResult {
  record Started(Secret deviceCode, UserCode userCode, Duration life) implements StartResult {}

  /// So many wait already that there is no place for another one.
  record TooMany(Duration pause) implements StartResult {}
}
