package io.loom.server.gate;

import io.loom.server.action.ProjectCommands;
import java.util.Set;

/// Guesses how a repository is built and tested from the files at its top. Pure.
public final class CommandDetection {
  private CommandDetection() {}

  /// @param names at the top of the repository
  /// @return commands, empty where nothing tells
  public static ProjectCommands detect(Set<String> names) {
    if (names.contains("go.mod")) {
      return new ProjectCommands("go build ./...", "go test ./...", "");
    }
    if (names.contains("pom.xml")) {
      return new ProjectCommands("mvn -q -B compile", "mvn -q -B test", "");
    }
    if (names.contains("build.gradle") || names.contains("build.gradle.kts")) {
      return new ProjectCommands("./gradlew build -x test", "./gradlew test", "");
    }
    if (names.contains("Cargo.toml")) {
      return new ProjectCommands("cargo build", "cargo test", "");
    }
    if (names.contains("package.json")) {
      return new ProjectCommands("npm run build --if-present", "npm test", "");
    }
    if (names.contains("pyproject.toml") || names.contains("pytest.ini")) {
      return new ProjectCommands("", "python3 -m pytest -q", "");
    }
    if (names.contains("Makefile")) {
      return new ProjectCommands("make", "make test", "");
    }
    return ProjectCommands.NONE;
  }

  /// What the project says, and what is detected where it says nothing.
  public static ProjectCommands complete(ProjectCommands own, Set<String> names) {
    if (!own.build().isEmpty() || !own.test().isEmpty()) {
      return own;
    }
    var detected = detect(names);
    return new ProjectCommands(detected.build(), detected.test(), own.setup());
  }
}
