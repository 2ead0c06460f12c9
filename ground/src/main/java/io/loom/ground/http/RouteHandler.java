package io.loom.ground.http;

import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Names the route of a handler that is no resource.
final class RouteHandler extends Handler.Wrapper {
  private final String pattern;

  RouteHandler(String pattern, Handler next) {
    super(next);
    this.pattern = pattern;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    RequestScope.CURRENT.get().route(pattern);
    return super.handle(request, response, callback);
  }
}
