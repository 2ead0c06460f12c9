package io.loom.ground.http;

import io.loom.base.ProblemType;
import java.util.LinkedHashMap;
import java.util.Map;

/// The body of a problem response: RFC 9457, with `error` and `message` for old clients.
final class Problems {
  static final String MEDIA_TYPE = "application/problem+json";

  private Problems() {}

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
