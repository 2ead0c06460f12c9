package io.loom.server.git;

/// What a path of a commit leads to, through symbolic links that stay in the commit.
public sealed interface Place {
  record File(String object, long size) implements Place {}

  record Folder(String object) implements Place {}

  /// A link that leads out of the commit, to nothing, or in a circle.
  ///
  /// @param target as it is written in the link
  record Link(String target) implements Place {}

  /// A commit of another repository.
  record Submodule(String commit) implements Place {}

  record Absent() implements Place {}
}
