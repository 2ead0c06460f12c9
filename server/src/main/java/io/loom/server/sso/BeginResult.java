package io.loom.server.sso;

import java.net.URI;

/// What becomes of a browser's wish to sign in at the provider.
sealed interface BeginResult {
  record Away(URI provider, Attempt attempt) implements BeginResult {}

  /// @param reason a sentence
  record Unavailable(String reason) implements BeginResult {}
}
