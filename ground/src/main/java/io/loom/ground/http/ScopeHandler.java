package io.loom.ground.http;

import static java.lang.System.Logger.Level.WARNING;

import io.loom.base.ProblemException;
import io.loom.ground.database.DatabaseException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.jdbi.v3.core.JdbiException;

/// Gives each request its id and its caller, for all that runs below.
final class ScopeHandler extends Handler.Wrapper {
  private static final System.Logger LOG = System.getLogger(ScopeHandler.class.getName());

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
        .where(Peer.CURRENT, Peer.of(request))
        .call(() -> handleAs(request, response, callback));
  }

  private boolean handleAs(Request request, Response response, Callback callback) throws Exception {
    Caller caller;
    try {
      caller = authenticator.authenticate(request);
    } catch (ProblemException problem) {
      Problems.write(response, callback, problem);
      return true;
    } catch (DatabaseException | JdbiException e) {
      LOG.log(WARNING, "it cannot be found out who calls", e);
      Problems.write(
          response,
          callback,
          HttpProblems.UNAVAILABLE.because("Loom cannot find out who you are now.", Map.of()));
      return true;
    }
    return ScopedValue.where(Caller.CURRENT, caller)
        .call(() -> super.handle(request, response, callback));
  }
}
