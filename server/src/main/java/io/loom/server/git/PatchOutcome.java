package io.loom.server.git;

/// What came of applying a patch to a commit.
public sealed interface PatchOutcome {
  /// @param tree with the patch applied; that of the commit when it changes nothing
  /// @param summary one line per changed file
  record Applied(String tree, String summary) implements PatchOutcome {}

  /// It does not fit, or is none.
  ///
  /// @param output what git says
  record DoesNotApply(String output) implements PatchOutcome {}

  /// It fits, but makes what Loom lets nobody make by a patch.
  record Forbidden(String path, String reason) implements PatchOutcome {}
}
