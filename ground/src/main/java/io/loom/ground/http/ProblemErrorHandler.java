package io.loom.ground.http;

import io.loom.base.ProblemType;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/// Words the errors that Jetty finds before any route is reached, such as a malformed request.
final class ProblemErrorHandler extends ErrorHandler {
  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    var headers = response.getHeaders();
    if (!headers.contains("X-Request-Id")) {
      headers.put("X-Request-Id", EdgeHandler.newId());
      SecurityHeaders.put(headers);
    }
    int status = response.getStatus();
    var type =
        new ProblemType("http-" + status, status, String.valueOf(HttpStatus.getMessage(status)));
    var id = String.valueOf(headers.get("X-Request-Id"));
    var body = Json.write(Problems.body(type, type.title() + ".", Map.of(), id));
    headers.put(HttpHeader.CONTENT_TYPE, Problems.MEDIA_TYPE);
    response.write(true, BufferUtil.toBuffer(body, StandardCharsets.UTF_8), callback);
    return true;
  }
}
