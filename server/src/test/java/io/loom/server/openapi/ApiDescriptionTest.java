package io.loom.server.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.ground.http.RouteRules;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Holds the description of the API that is shipped to the resources.
class ApiDescriptionTest {
  private static final Path ROOT = Path.of(System.getProperty("loom.root", ".."));
  private static final Path SHIPPED =
      ROOT.resolve("api/src/main/resources/io/loom/api/openapi.yaml");

  @Test
  void everyRouteSaysWhoMayUseItAndWhatItAnswers() throws Exception {
    assertThat(Routes.resources())
        .allSatisfy(resource -> assertThat(RouteRules.violations(resource)).isEmpty());
  }

  /// `make openapi` runs this with the property that makes it write.
  @Test
  void descriptionThatIsShippedIsThatOfTheRoutes() throws Exception {
    var described = ApiDescription.yaml(ROOT);
    if (Boolean.getBoolean("loom.openapi.write")) {
      Files.writeString(SHIPPED, described);
    }

    assertThat(Files.readString(SHIPPED))
        .as("run `make openapi`, look at the difference, and commit it")
        .isEqualTo(described);
  }
}
