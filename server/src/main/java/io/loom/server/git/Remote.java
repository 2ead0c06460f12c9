package io.loom.server.git;

/// A repository elsewhere, and how git gets in there.
///
/// @param url as git takes it
public record Remote(String url, GitAccess access) {
  /// One that asks for nothing.
  public static Remote open(String url) {
    return new Remote(url, new GitAccess.Open());
  }
}
