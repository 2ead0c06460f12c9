package io.loom.server.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.server.action.ProjectCommands;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandDetectionTest {
  @ParameterizedTest
  @CsvSource({
    "go.mod,go build ./...,go test ./...",
    "pom.xml,mvn -q -B compile,mvn -q -B test",
    "build.gradle,./gradlew build -x test,./gradlew test",
    "build.gradle.kts,./gradlew build -x test,./gradlew test",
    "Cargo.toml,cargo build,cargo test",
    "package.json,npm run build --if-present,npm test",
    "pyproject.toml,'',python3 -m pytest -q",
    "pytest.ini,'',python3 -m pytest -q",
    "Makefile,make,make test"
  })
  void fileAtTheTopTellsTheCommands(String file, String build, String test) {
    assertThat(CommandDetection.detect(Set.of("README.md", file)))
        .isEqualTo(new ProjectCommands(build, test, ""));
  }

  @Test
  void makefileBesideABuildToolIsASideline() {
    assertThat(CommandDetection.detect(Set.of("Makefile", "go.mod")).build())
        .isEqualTo("go build ./...");
  }

  @Test
  void nothingIsGuessedWithoutAKnownFile() {
    assertThat(CommandDetection.detect(Set.of("README.md"))).isEqualTo(ProjectCommands.NONE);
  }

  @ParameterizedTest
  @CsvSource({"make all,''", "'',make check"})
  void whatTheProjectSaysIsNotMixedWithGuesses(String build, String test) {
    var own = new ProjectCommands(build, test, "");

    assertThat(CommandDetection.complete(own, Set.of("go.mod"))).isEqualTo(own);
  }

  @Test
  void setupOfTheProjectStaysWithDetectedCommands() {
    var own = new ProjectCommands("", "", "npm ci");

    assertThat(CommandDetection.complete(own, Set.of("package.json")))
        .isEqualTo(new ProjectCommands("npm run build --if-present", "npm test", "npm ci"));
  }
}
