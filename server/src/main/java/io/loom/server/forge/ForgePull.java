package io.loom.server.forge;

import org.jspecify.annotations.Nullable;

/// A pull request, as the forge shows it.
///
/// @param url of its page
/// @param branch where its change is
/// @param head the newest commit of that branch that the forge knows; may be shortened
/// @param mergedCommit what it became on the base branch, for merges, squashes and rebases alike;
///   may be shortened
public record ForgePull(
    long number,
    String url,
    State state,
    String branch,
    String base,
    String head,
    Mergeable mergeable,
    @Nullable String mergedCommit) {
  /// Where it stands.
  public enum State {
    OPEN,
    MERGED,
    /// Closed without being merged.
    CLOSED
  }

  /// Whether its change goes together with its base.
  public enum Mergeable {
    YES,
    CONFLICT,
    /// The forge has not found out, or does not say.
    UNKNOWN
  }
}
