package io.loom.server.project;

import java.util.Arrays;
import java.util.Optional;

/// How a result reaches the project's branch. Wire names are stored and public: never rename one.
public enum GitStrategy {
  /// Pushed to the branch itself.
  DIRECT("direct"),
  /// Pushed to a branch of its own, with a pull request.
  BRANCH_PR("branch-pr");

  private final String wireName;

  GitStrategy(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  public static Optional<GitStrategy> find(String wireName) {
    return Arrays.stream(values()).filter(it -> it.wireName.equals(wireName)).findFirst();
  }
}
