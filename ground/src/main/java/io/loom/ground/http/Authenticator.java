package io.loom.ground.http;

import org.eclipse.jetty.server.Request;

/// Finds out who calls. Safe for many threads.
public interface Authenticator {
  /// Everybody is the local administrator.
  Authenticator OFF = _ -> Caller.LOCAL_ADMIN;

  Caller authenticate(Request request);
}
