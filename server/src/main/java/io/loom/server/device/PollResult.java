package io.loom.server.device;

import io.loom.server.auth.SignIns.Opened;

/// What a program that waits hears.
sealed interface PollResult {
  record Pending() implements PollResult {}

  record TooSoon() implements PollResult {}

  /// It is signed in, and hears so this once.
  record Completed(Opened opened) implements PollResult {}

  record Denied() implements PollResult {}

  /// It took too long, or there never was such a code, or it was used already.
  record Expired() implements PollResult {}
}
