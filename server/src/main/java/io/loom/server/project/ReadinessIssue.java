package io.loom.server.project;

/// One reason why a project is not ready, or may not do well.
///
/// @param code names the kind and is public: add, never rename one
/// @param message what is wrong, in one sentence
/// @param remedy what to do about it
/// @param blocking whether no work is given out because of it
public record ReadinessIssue(String code, String message, String remedy, boolean blocking) {
  /// What a project has until the git side has looked at it.
  static final ReadinessIssue NOT_CHECKED =
      new ReadinessIssue(
          "not_checked",
          "The repository has not been looked at yet.",
          "Wait a moment: Loom clones it in the background.",
          true);
}
