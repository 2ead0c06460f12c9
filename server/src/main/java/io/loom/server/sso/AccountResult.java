package io.loom.server.sso;

import io.loom.server.user.User;

/// Which user a person of the provider is.
sealed interface AccountResult {
  record Found(User user) implements AccountResult {}

  /// He is not let in.
  ///
  /// @param reason a sentence for him
  record NotAllowed(String reason) implements AccountResult {}
}
