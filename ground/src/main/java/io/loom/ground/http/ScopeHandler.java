package io.loom.ground.http;

import static java.lang.System.Logger.Level.WARNING;

import io.loom.ground.database.DatabaseException;
import java.util.Map;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jdbi.v3.core.JdbiException;

/// Gives each request its peer and its caller, for all that runs below.
final class ScopeHandler extends Handler.Wrapper {
  private static final System.Logger LOG = System.getLogger(ScopeHandler.class.getName());

  private final Authenticator authenticator;

  ScopeHandler(Handler next, Authenticator authenticator) {
    super(next);
    this.authenticator = authenticator;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    return ScopedValue.where(Peer.CURRENT, Peer.of(request))
        .call(() ->
            ScopedValue.where(Caller.CURRENT, noted(caller(request)))
                .call(() -> super.handle(request, response, callback)));
  }

  private static Caller noted(Caller caller) {
    RequestScope.CURRENT.get().caller(caller);
    return caller;
  }

  private Caller caller(Request request) {
    try {
      return authenticator.authenticate(request);
    } catch (DatabaseException | JdbiException e) {
      LOG.log(WARNING, "it cannot be found out who calls", e);
      throw HttpProblems.UNAVAILABLE.because("Loom cannot find out who you are now.", Map.of());
    }
  }
}
