package io.loom.ground.http;

import io.loom.base.ProblemException;
import io.loom.base.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/// The body of a problem response: RFC 9457, with `error` and `message` for old clients.
final class Problems {
  static final String MEDIA_TYPE = "application/problem+json";

  private Problems() {}

  /// Answers with a problem, outside of resources.
  static void write(ProblemException problem, Response response, Callback callback) {
    var type = problem.type();
    var detail = String.valueOf(problem.getMessage());
    var headers = response.getHeaders();
    response.setStatus(type.status());
    headers.put(HttpHeader.CONTENT_TYPE, MEDIA_TYPE);
    headers(type, problem.members()).forEach(headers::put);
    var body = Json.write(body(type, detail, problem.members(), RequestScope.currentId()));
    response.write(true, BufferUtil.toBuffer(body, StandardCharsets.UTF_8), callback);
  }

  /// What a problem says in headers, for clients that do not read its body.
  static Map<String, String> headers(ProblemType type, Map<String, Object> members) {
    var headers = new LinkedHashMap<String, String>();
    if (type.status() == 401) {
      headers.put("WWW-Authenticate", "Bearer");
    }
    if (members.get("retry_after") instanceof Number seconds) {
      headers.put("Retry-After", seconds.toString());
    }
    if (members.get("allow") instanceof String methods) {
      headers.put("Allow", methods);
    }
    return headers;
  }

  static Map<String, Object> body(
      ProblemType type, String detail, Map<String, Object> members, String requestId) {
    var body = new LinkedHashMap<String, Object>();
    body.put("type", "https://loom.dev/problems/" + type.slug());
    body.put("title", type.title());
    body.put("status", type.status());
    body.put("detail", detail);
    body.put("instance", "/requests/" + requestId);
    body.put("error", type.slug());
    body.put("message", detail);
    members.forEach(body::putIfAbsent);
    return body;
  }
}
