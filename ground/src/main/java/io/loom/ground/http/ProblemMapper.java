package io.loom.ground.http;

import static java.lang.System.Logger.Level.ERROR;
import static java.lang.System.Logger.Level.WARNING;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import io.loom.base.ProblemException;
import io.loom.base.ProblemType;
import io.loom.ground.database.DatabaseException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.io.CharConversionException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.io.EofException;
import org.glassfish.jersey.server.ParamException;

/// Words every error of a route. The only place where the body of one is written.
final class ProblemMapper implements ExceptionMapper<Throwable> {
  private static final System.Logger LOG = System.getLogger(ProblemMapper.class.getName());

  @Override
  public Response toResponse(Throwable e) {
    return switch (e) {
      case ProblemException problem ->
          answer(problem.type(), String.valueOf(problem.getMessage()), problem.members());
      case JsonMappingException json -> answer(json);
      case StreamConstraintsException _ ->
          answer(
              HttpProblems.BAD_REQUEST,
              "The JSON is nested too deeply, or one of its numbers, names or texts is too long.",
              Map.of());
      case JsonProcessingException json ->
          answer(
              HttpProblems.BAD_REQUEST,
              "The body is not JSON: see line %d, column %d."
                  .formatted(json.getLocation().getLineNr(), json.getLocation().getColumnNr()),
              Map.of());
      case HttpException http -> answer(http.getCode());
      case CharConversionException _ ->
          answer(HttpProblems.BAD_REQUEST, "The body is not UTF-8.", Map.of());
      case EofException _ -> answer(400);
      case TimeoutException _ -> answer(408);
      case ParamException parameter ->
          answer(
              HttpProblems.INVALID,
              "The value of %s is of the wrong kind.".formatted(parameter.getParameterName()),
              Map.of());
      case WebApplicationException routing -> answer(routing);
      case DatabaseException database -> {
        LOG.log(WARNING, "request " + RequestScope.currentId() + " met a database failure", e);
        yield answer(HttpProblems.UNAVAILABLE, String.valueOf(database.getMessage()), Map.of());
      }
      default -> {
        LOG.log(ERROR, "request " + RequestScope.currentId() + " failed", e);
        yield answer(
            HttpProblems.INTERNAL,
            "Loom failed; its log says more under request %s.".formatted(RequestScope.currentId()),
            Map.of());
      }
    };
  }

  /// What the web server found while a route read its request.
  private static Response answer(int status) {
    return switch (status) {
      case 413 -> answer(HttpProblems.TOO_LARGE, "The body is larger than Loom takes.", Map.of());
      case 408 -> answer(HttpProblems.TOO_SLOW, "The body did not arrive in time.", Map.of());
      default ->
          answer(HttpProblems.BAD_REQUEST, "The request ended before it was whole.", Map.of());
    };
  }

  private static Response answer(JsonMappingException e) {
    var pointer =
        e.getPath().stream()
            .map(it -> it.getFieldName() == null ? "" + it.getIndex() : it.getFieldName())
            .collect(Collectors.joining("/", "/", ""));
    var detail = detail(e, pointer);
    return answer(
        HttpProblems.INVALID,
        detail,
        Map.of("errors", List.of(Map.of("pointer", pointer, "detail", detail))));
  }

  /// What a record's constructor refused is said in its own words. Jackson's repeat what was sent,
  /// which may be a secret in the wrong place.
  private static String detail(JsonMappingException e, String pointer) {
    if (e.getCause() instanceof IllegalArgumentException cause) {
      return String.valueOf(cause.getMessage());
    }
    return e.getPath().isEmpty()
        ? "The body is of the wrong kind; send a JSON object."
        : "The value of %s is of the wrong kind.".formatted(pointer);
  }

  private static Response answer(WebApplicationException e) {
    int status = e.getResponse().getStatus();
    return switch (status) {
      case 404 -> answer(HttpProblems.NOT_FOUND, "There is nothing at this path.", Map.of());
      case 405 -> methodNotAllowed(e.getResponse().getAllowedMethods());
      case 415 ->
          answer(HttpProblems.UNSUPPORTED_MEDIA_TYPE, "Send JSON, as application/json.", Map.of());
      default ->
          answer(
              new ProblemType("http-" + status, status, "The request is refused"),
              String.valueOf(e.getMessage()),
              Map.of());
    };
  }

  private static Response methodNotAllowed(Set<String> allowed) {
    var methods = String.join(", ", new TreeSet<>(allowed));
    return answer(
        HttpProblems.METHOD_NOT_ALLOWED,
        "This path takes %s.".formatted(methods),
        Map.of("allow", methods));
  }

  private static Response answer(ProblemType type, String detail, Map<String, Object> members) {
    var response =
        Response.status(type.status())
            .type(MediaType.valueOf(Problems.MEDIA_TYPE))
            .entity(Problems.body(type, detail, members, RequestScope.currentId()));
    Problems.headers(type, members).forEach(response::header);
    return response.build();
  }
}
