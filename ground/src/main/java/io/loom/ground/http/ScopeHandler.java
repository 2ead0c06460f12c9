package io.loom.ground.http;

import java.util.HexFormat;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/// Gives each request its id and its caller, for all that runs below.
final class ScopeHandler extends Handler.Wrapper {
  private final Authenticator authenticator;

  ScopeHandler(Handler next, Authenticator authenticator) {
    super(next);
    this.authenticator = authenticator;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    var id = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    response.getHeaders().put("X-Request-Id", id);
    response.getHeaders().put("X-Content-Type-Options", "nosniff");
    return ScopedValue.where(RequestScope.CURRENT, new RequestScope(id))
        .where(Caller.CURRENT, authenticator.authenticate(request))
        .call(() -> super.handle(request, response, callback));
  }
}
