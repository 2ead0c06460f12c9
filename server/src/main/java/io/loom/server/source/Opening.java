package io.loom.server.source;

/// What came of opening a project's repository.
sealed interface Opening {
  record Opened(Source source) implements Opening {}

  record NoSuchProject(String id) implements Opening {}

  /// Loom has not fetched it yet, or it has no commit on the project's branch.
  record NotFetched(String id, String why) implements Opening {}

  record NoSuchReference(String reference) implements Opening {}
}
