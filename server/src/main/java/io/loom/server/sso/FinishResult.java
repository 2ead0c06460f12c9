package io.loom.server.sso;

import io.loom.server.auth.SignIns.Opened;

/// What becomes of a browser that the provider sent back.
sealed interface FinishResult {
  record SignedIn(Opened opened, ReturnPath returnTo) implements FinishResult {}

  /// It is not the browser that was sent there, or too long ago, or the provider let nobody in.
  ///
  /// @param reason a sentence
  record Refused(String reason) implements FinishResult {}

  /// The provider knows him, but he is not let in.
  record NotAllowed(String reason) implements FinishResult {}

  record Unavailable(String reason) implements FinishResult {}
}
