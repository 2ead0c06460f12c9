package io.loom.server.operation;

import io.loom.ground.http.Answer;
import io.loom.ground.http.Json;
import io.loom.ground.http.Permission;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/// The description of the API, as it was made when Loom was built. Safe for many threads.
///
/// Its own path is the root: with `/api` it would hide the routes below that the root has
/// elsewhere.
@Path("/")
public final class OpenapiResource {
  private static final String FILE = "/io/loom/api/openapi.yaml";

  /// Read when somebody asks for it, and then kept.
  private static final class Texts {
    static final String YAML = read();
    static final String JSON =
        Json.write(
            Objects.requireNonNull(
                new Load(LoadSettings.builder().build()).loadFromString(YAML), FILE));

    private static String read() {
      try (var file = Objects.requireNonNull(OpenapiResource.class.getResourceAsStream(FILE))) {
        return new String(file.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @GET
  @Path("api/openapi.yaml")
  @Produces("application/yaml")
  @Answer(Object.class)
  @Permission(Permission.PUBLIC)
  public String yaml() {
    return Texts.YAML;
  }

  @GET
  @Path("api/openapi.json")
  @Produces("application/json")
  @Answer(Object.class)
  @Permission(Permission.PUBLIC)
  public String json() {
    return Texts.JSON;
  }
}
