package io.loom.ground.http;

import io.loom.base.ProblemException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// The outermost handler: gives each request its id, each answer the headers for browsers, and
/// words the problems of handlers that are no resources.
final class EdgeHandler extends Handler.Wrapper {
  private static final Pattern CLIENT_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final WebConfig config;
  private final RequestMetrics metrics;
  private final ConnectionWatch watch;
  private final RefusalWatch refusals;

  EdgeHandler(
      Handler next,
      WebConfig config,
      RequestMetrics metrics,
      ConnectionWatch watch,
      RefusalWatch refusals) {
    super(next);
    this.config = config;
    this.metrics = metrics;
    this.watch = watch;
    this.refusals = refusals;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    var scope = new RequestScope(newId(), request.getMethod());
    metrics.begin(scope, request, response);
    refusals.begin(scope, request, response);
    putHeaders(scope, request, response);
    return ScopedValue.where(RequestScope.CURRENT, scope)
        .call(() -> handleOrRefuse(request, response, callback));
  }

  private boolean handleOrRefuse(Request request, Response response, Callback callback)
      throws Exception {
    var timed = new TimedRequest(request, config.limits().read());
    var watched = watch.watched(timed, response);
    var once = new OnceCallback(callback);
    try {
      if (!Percent.isText(request.getHttpURI().getQuery())) {
        throw HttpProblems.BAD_REQUEST.because(
            "The query is not percent-encoded UTF-8 without NUL.", Map.of());
      }
      boolean handled = super.handle(timed, watched, once);
      // Jersey leaves an exchange open whose client went away while it wrote the answer.
      watched.failure().ifPresent(once::failed);
      return handled;
    } catch (ProblemException problem) {
      Problems.write(problem, watched, once);
      return true;
    }
  }

  private void putHeaders(RequestScope scope, Request request, Response response) {
    var headers = response.getHeaders();
    headers.put("X-Request-Id", scope.id());
    var theirs = request.getHeaders().get("X-Request-Id");
    if (theirs != null && CLIENT_ID.matcher(theirs).matches()) {
      headers.put("X-Client-Request-Id", theirs);
    }
    SecurityHeaders.put(headers);
    if (config.plain() == null) {
      SecurityHeaders.putOnlyTls(headers);
    }
  }

  static String newId() {
    return HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
  }
}
