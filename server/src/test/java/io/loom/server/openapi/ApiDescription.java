package io.loom.server.openapi;

import io.loom.api.EventType;
import io.loom.ground.http.Answer;
import io.loom.ground.http.Permission;
import io.swagger.v3.core.util.Yaml31;
import io.swagger.v3.oas.models.Components;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.PathItem;
import io.swagger.v3.oas.models.Paths;
import io.swagger.v3.oas.models.SpecVersion;
import io.swagger.v3.oas.models.info.Info;
import io.swagger.v3.oas.models.media.Content;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import io.swagger.v3.oas.models.parameters.Parameter;
import io.swagger.v3.oas.models.parameters.RequestBody;
import io.swagger.v3.oas.models.responses.ApiResponse;
import io.swagger.v3.oas.models.responses.ApiResponses;
import io.swagger.v3.oas.models.security.SecurityRequirement;
import io.swagger.v3.oas.models.security.SecurityScheme;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The OpenAPI description of all routes.
final class ApiDescription {
  private static final String JSON = "application/json";
  private static final List<String> SCHEMES = List.of("bearerAuth", "apiKey", "cookieAuth");

  private final Components components = new Components();
  private final Schemas schemas = new Schemas(components);
  private final TreeMap<String, PathItem> paths = new TreeMap<>();

  private ApiDescription() {}

  /// @param root of the repository
  static String yaml(Path root) throws IOException, URISyntaxException {
    var text = Yaml31.pretty(new ApiDescription().describe(root));
    return "# Made from the resources by `make openapi`; do not edit.\n" + text;
  }

  private OpenAPI describe(Path root) throws IOException, URISyntaxException {
    ProblemCatalogue.addTo(components, root);
    addSchemes();
    for (var resource : Routes.resources()) {
      Routes.methods(resource).forEach(method -> add(resource, method));
    }
    addEventStream();
    var all = new Paths();
    paths.forEach(all::addPathItem);
    var api =
        new OpenAPI(SpecVersion.V31)
            .openapi("3.1.0")
            .info(
                new Info()
                    .title("Loom")
                    .version("v1")
                    .description(
                        "Every route names the permission that it needs in `x-permission`. What a"
                            + " route refuses is a Problem."))
            .components(components)
            .paths(all);
    SCHEMES.forEach(scheme -> api.addSecurityItem(new SecurityRequirement().addList(scheme)));
    return api;
  }

  private void addSchemes() {
    components.addSecuritySchemes(
        "bearerAuth",
        new SecurityScheme().type(SecurityScheme.Type.HTTP).scheme("bearer").bearerFormat("JWT"));
    components.addSecuritySchemes(
        "apiKey",
        new SecurityScheme()
            .type(SecurityScheme.Type.APIKEY)
            .in(SecurityScheme.In.HEADER)
            .name("X-API-Key"));
    components.addSecuritySchemes(
        "cookieAuth",
        new SecurityScheme()
            .type(SecurityScheme.Type.APIKEY)
            .in(SecurityScheme.In.COOKIE)
            .name("loom_session"));
  }

  private void add(Class<?> resource, Method method) {
    var noun = noun(resource);
    var permission = method.getAnnotation(Permission.class).value();
    var operation =
        new Operation()
            .addTagsItem(noun)
            .operationId(noun + capital(method.getName()))
            .responses(responses(method, permission));
    addParameters(method, operation);
    secure(operation, permission);
    paths
        .computeIfAbsent(path(resource, method), _ -> new PathItem())
        .operation(PathItem.HttpMethod.valueOf(verb(method)), operation);
  }

  private static void secure(Operation operation, String permission) {
    if (permission.equals(Permission.PUBLIC)) {
      operation.setSecurity(List.of());
    } else {
      operation.addExtension("x-permission", permission);
    }
  }

  private ApiResponses responses(Method method, String permission) {
    var responses = new ApiResponses();
    var answers = method.getAnnotationsByType(Answer.class);
    if (answers.length == 0) {
      addAnswer(responses, method, null);
    }
    for (var answer : answers) {
      addAnswer(responses, method, answer);
    }
    for (int refusal : refusals(method, permission)) {
      responses.addApiResponse(Integer.toString(refusal), problem());
    }
    return responses.addApiResponse("default", problem());
  }

  private void addAnswer(ApiResponses responses, Method method, @Nullable Answer answer) {
    boolean none = answer == null ? method.getReturnType() == void.class : isNone(answer);
    int status = answer == null ? (none ? 204 : 200) : answer.status();
    var good = new ApiResponse().description(none ? "Done." : "What was asked for.");
    if (!none) {
      good.content(content(produces(method), schema(method, answer)));
    }
    responses.addApiResponse(Integer.toString(status), good);
  }

  private static boolean isNone(Answer answer) {
    return answer.value() == Void.class;
  }

  private Schema<?> schema(Method method, @Nullable Answer answer) {
    if (answer == null) {
      return schemas.ofAnswer(method.getGenericReturnType());
    }
    return switch (answer.form()) {
      case ONE -> schemas.ofAnswer(answer.value());
      case LIST -> schemas.ofAnswerList(answer.value());
    };
  }

  private static int[] refusals(Method method, String permission) {
    var refusals = new java.util.TreeSet<>(Set.of(400, 500, 503));
    if (!permission.equals(Permission.PUBLIC)) {
      refusals.addAll(Set.of(401, 403));
    }
    for (var parameter : method.getParameters()) {
      if (parameter.isAnnotationPresent(PathParam.class)) {
        refusals.add(404);
      }
      if (isBody(parameter)) {
        refusals.addAll(Set.of(408, 413, 415));
      }
    }
    return refusals.stream().mapToInt(Integer::intValue).toArray();
  }

  private void addParameters(Method method, Operation operation) {
    for (var parameter : method.getParameters()) {
      var path = parameter.getAnnotation(PathParam.class);
      var query = parameter.getAnnotation(QueryParam.class);
      var header = parameter.getAnnotation(HeaderParam.class);
      if (path != null) {
        operation.addParametersItem(describe(parameter, "path", path.value()).required(true));
      } else if (query != null) {
        operation.addParametersItem(describe(parameter, "query", query.value()));
      } else if (header != null) {
        operation.addParametersItem(describe(parameter, "header", header.value()));
      } else if (isBody(parameter)) {
        operation.requestBody(body(parameter, method));
      }
    }
  }

  private static boolean isBody(java.lang.reflect.Parameter parameter) {
    return Arrays.stream(parameter.getAnnotations())
        .noneMatch(it ->
            Set.of(PathParam.class, QueryParam.class, HeaderParam.class, Context.class)
                .contains(it.annotationType()));
  }

  private RequestBody body(java.lang.reflect.Parameter parameter, Method method) {
    boolean raw = parameter.getType() == byte[].class;
    var schema = raw ? Schemas.of("object") : schemas.ofRequest(parameter.getParameterizedType());
    return new RequestBody().content(content(consumes(method), schema));
  }

  private Parameter describe(java.lang.reflect.Parameter parameter, String in, String name) {
    var schema = schemas.ofRequest(parameter.getType());
    if (name.equals("limit")) {
      schema.minimum(java.math.BigDecimal.ONE).maximum(java.math.BigDecimal.valueOf(1_000));
    }
    if (in.equals("path")) {
      schema.minLength(1);
    }
    var standard = parameter.getAnnotation(DefaultValue.class);
    if (standard != null && !standard.value().isEmpty()) {
      schema.setDefault(value(standard.value(), parameter.getType()));
    }
    return new Parameter().in(in).name(name).schema(schema);
  }

  private static Object value(String text, Class<?> type) {
    if (type == boolean.class) {
      return Boolean.valueOf(text);
    }
    return type == int.class ? (Object) Integer.valueOf(text) : text;
  }

  private static Content content(String type, Schema<?> schema) {
    return new Content().addMediaType(type, new MediaType().schema(schema));
  }

  private static ApiResponse problem() {
    return new ApiResponse().$ref("#/components/responses/" + ProblemCatalogue.NAME);
  }

  private static String produces(Method method) {
    var own = method.getAnnotation(Produces.class);
    var all = method.getDeclaringClass().getAnnotation(Produces.class);
    return own != null ? own.value()[0] : all != null ? all.value()[0] : JSON;
  }

  private static String consumes(Method method) {
    var own = method.getAnnotation(Consumes.class);
    return own != null ? own.value()[0] : JSON;
  }

  private static String path(Class<?> resource, Method method) {
    var own = method.getAnnotation(jakarta.ws.rs.Path.class);
    var path =
        "/%s/%s"
            .formatted(
                resource.getAnnotation(jakarta.ws.rs.Path.class).value(),
                own == null ? "" : own.value());
    return path.replaceAll("/+", "/")
        .replaceFirst("(.)/$", "$1")
        .replaceAll("\\{(\\w+)\\s*:[^}]*}", "{$1}");
  }

  private static String verb(Method method) {
    return Arrays.stream(method.getAnnotations())
        .map(it -> it.annotationType().getAnnotation(HttpMethod.class))
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .orElseThrow()
        .value();
  }

  /// The noun that a resource is about, such as `bead`.
  private static String noun(Class<?> resource) {
    var name = resource.getSimpleName().replaceFirst("Resource$", "");
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }

  private static String capital(String name) {
    return name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1);
  }

  /// The stream is no resource, so nothing can be read from it.
  private void addEventStream() {
    var text = Schemas.of("string");
    var operation =
        new Operation()
            .addTagsItem("event")
            .operationId("eventStream")
            .description(
                "Server-sent events. The `id` of each is its number in the log; without"
                    + " Last-Event-ID the stream begins with the next event.")
            .responses(
                new ApiResponses()
                    .addApiResponse(
                        "200",
                        new ApiResponse()
                            .description("A stream without end.")
                            .content(content("text/event-stream", text)))
                    .addApiResponse("400", problem())
                    .addApiResponse("401", problem())
                    .addApiResponse("403", problem())
                    .addApiResponse("default", problem()));
    for (var name : List.of("project_id", "type", "last_event_id")) {
      operation.addParametersItem(new Parameter().in("query").name(name).schema(text));
    }
    operation.addParametersItem(new Parameter().in("header").name("Last-Event-ID").schema(text));
    operation.addExtension("x-permission", "events:read");
    operation.addExtension(
        "x-event-types", Arrays.stream(EventType.values()).map(EventType::wireName).toList());
    paths.put("/api/v1/events/stream", new PathItem().get(operation));
  }
}
