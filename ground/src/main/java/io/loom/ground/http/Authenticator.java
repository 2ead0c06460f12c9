package io.loom.ground.http;

import org.eclipse.jetty.server.Request;

/// Finds out who calls. Safe for many threads.
public interface Authenticator {
  /// Everybody is the local administrator.
  Authenticator OFF = _ -> Caller.LOCAL_ADMIN;

  /// Whose credentials do not hold is [Caller#NOBODY], or whoever calls without any.
  ///
  /// @throws io.loom.base.ProblemException when the request as a whole is refused
  Caller authenticate(Request request);
}
