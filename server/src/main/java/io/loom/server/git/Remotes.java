package io.loom.server.git;

/// Knows the remote repository of each project. Asked anew before each command: keys and passwords
/// change.
public interface Remotes {
  /// @throws GitException when there is no such project any more, or no way in; the message says
  ///   why
  Remote of(String projectId) throws GitException;
}
