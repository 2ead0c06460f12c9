package io.loom.server.git;

/// Something that a tree of git names.
///
/// @param path relative to the tree that was asked for, or to the repository
/// @param size of a file or of a link's text; -1 for what has none
public record TreeEntry(String path, Kind kind, String object, long size) {
  /// What it is.
  public enum Kind {
    FILE,
    FOLDER,
    LINK,
    /// A commit of another repository, which is not here.
    SUBMODULE;

    static Kind of(String mode) {
      return switch (mode) {
        case "040000" -> FOLDER;
        case "120000" -> LINK;
        case "160000" -> SUBMODULE;
        default -> FILE;
      };
    }
  }
}
