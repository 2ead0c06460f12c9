package io.loom.server.pullrequest;

import java.util.Locale;

/// Where a pull request stands. The stored and public name is the lower-case enum name: add, never
/// rename.
enum PullRequestState {
  /// A result waits to be pushed, and for its pull request to be there.
  QUEUED,
  /// People look at it.
  OPEN,
  /// Its agent works on what they said.
  RETURNED,
  MERGED,
  /// Closed without being merged.
  CLOSED,
  /// Its run ended before anything was pushed.
  WITHDRAWN;

  String stored() {
    return name().toLowerCase(Locale.ROOT);
  }

  static PullRequestState parse(String stored) {
    return valueOf(stored.toUpperCase(Locale.ROOT));
  }
}
