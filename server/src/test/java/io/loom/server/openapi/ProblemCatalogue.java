package io.loom.server.openapi;

import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.headers.Header;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.responses.ApiResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The problems that the sources of the server name, and the body they have in common.
final class ProblemCatalogue {
  static final String NAME = "Problem";

  private static final Pattern PROBLEM =
      Pattern.compile("new ProblemType\\(\\s*\"([a-z-]+)\",\\s*(\\d+),\\s*\"([^\"]+)\"\\)");

  private ProblemCatalogue() {}

  static void addTo(Components components, Path root) throws IOException {
    components.addSchemas(NAME, schema(root));
    components.addResponses(
        NAME,
        new ApiResponse()
            .description("A refusal or a failure, as RFC 9457 has it.")
            .addHeaderObject(
                "X-Request-Id",
                new Header().description("Names the request in the log.").schema(text("")))
            .content(
                new Content()
                    .addMediaType(
                        "application/problem+json",
                        new MediaType()
                            .schema(
                                new Schema<Object>(SpecVersion.V31)
                                    .$ref("#/components/schemas/" + NAME)))));
  }

  private static Schema<?> schema(Path root) throws IOException {
    var errors =
        Schemas.of("object")
            .addProperty("pointer", text("To the field, such as `/title`."))
            .addProperty("detail", text("What is wrong with it."));
    Schema<?> schema =
        Schemas.of("object")
            .description("Programs go by `error`, people read `detail`.")
            .addProperty("type", text("`https://loom.dev/problems/` and the name of the problem."))
            .addProperty("title", text("The same words every time."))
            .addProperty("status", Schemas.of("integer"))
            .addProperty("detail", text("What differs, for people."))
            .addProperty("instance", text("`/requests/` and the id of the request."))
            .addProperty("error", text("The name of the problem; `x-problems` lists them."))
            .addProperty("message", text("The same as `detail`."))
            .addProperty("errors", Schemas.of("array").items(errors));
    schema.setRequired(
        List.of("type", "title", "status", "detail", "instance", "error", "message"));
    schema.addExtension("x-problems", catalogue(root));
    return schema;
  }

  private static Schema<?> text(String description) {
    var text = Schemas.of("string");
    return description.isEmpty() ? text : text.description(description);
  }

  private static List<Map<String, Object>> catalogue(Path root) throws IOException {
    var found = new TreeMap<String, Map<String, Object>>();
    for (var module : List.of("ground", "server")) {
      try (var files = Files.walk(root.resolve(module + "/src/main/java"))) {
        for (var file : files.filter(it -> it.toString().endsWith(".java")).toList()) {
          PROBLEM
              .matcher(Files.readString(file))
              .results()
              .forEach(it -> {
                var problem = new LinkedHashMap<String, Object>();
                problem.put("error", it.group(1));
                problem.put("status", Integer.parseInt(it.group(2)));
                problem.put("title", it.group(3));
                found.put(it.group(1), problem);
              });
        }
      }
    }
    return new ArrayList<>(found.values());
  }
}
