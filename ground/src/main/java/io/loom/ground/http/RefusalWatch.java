package io.loom.ground.http;

import java.util.Set;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/// Finds, by their status, the answers that refuse somebody.
///
/// Who merely looks without being signed in is not worth a note, nor is a thing that an
/// administrator does not find: to him, nothing is hidden.
final class RefusalWatch {
  private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS", "TRACE");

  private final RefusalListener listener;

  RefusalWatch(RefusalListener listener) {
    this.listener = listener;
  }

  void begin(RequestScope scope, Request request, Response response) {
    var address = Request.getRemoteAddr(request);
    var path = String.valueOf(request.getHttpURI().getCanonicalPath());
    Request.addCompletionListener(
        request,
        _ -> {
          int status = response.getStatus();
          if (isOfNote(status, scope) && !scope.isRefusalNoted()) {
            listener.refused(
                new Refusal(
                    scope.caller(),
                    address,
                    scope.id(),
                    scope.method(),
                    scope.route(),
                    path,
                    status));
          }
        });
  }

  private static boolean isOfNote(int status, RequestScope scope) {
    return switch (status) {
      case 403 -> true;
      case 401, 429 -> !SAFE.contains(scope.method());
      case 404 -> !SAFE.contains(scope.method()) && isBounded(scope.caller());
      default -> false;
    };
  }

  private static boolean isBounded(Caller caller) {
    return caller.isKnown() && !(caller.reach() instanceof Reach.Everything);
  }
}
