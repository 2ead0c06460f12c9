package io.loom.ground.http;

import java.util.List;
import java.util.Optional;

/// What is known about the request under way. One thread at a time works on a request.
public final class RequestScope {
  static final ScopedValue<RequestScope> CURRENT = ScopedValue.newInstance();

  /// What belongs to a request and goes with the transactions that it makes.
  public static final List<ScopedValue<?>> CARRIED = List.of(Caller.CURRENT, Peer.CURRENT, CURRENT);

  private final String id;
  private final String method;
  private volatile String route = "";
  private volatile Caller caller = Caller.NOBODY;
  private volatile boolean isRefusalNoted;

  /// @param id repeated in the answer, problem bodies and logs
  /// @param method of HTTP
  RequestScope(String id, String method) {
    this.id = id;
    this.method = method;
  }

  /// The request that this thread, or the transaction on it, works for.
  public static Optional<RequestScope> find() {
    return CURRENT.isBound() ? Optional.of(CURRENT.get()) : Optional.empty();
  }

  static String currentId() {
    return CURRENT.isBound() ? CURRENT.get().id : "none";
  }

  public String id() {
    return id;
  }

  public String method() {
    return method;
  }

  /// The pattern that the path matched, such as `/api/v1/beads/{id}`; empty when none did.
  public String route() {
    return route;
  }

  void route(String pattern) {
    route = pattern;
  }

  Caller caller() {
    return caller;
  }

  void caller(Caller found) {
    caller = found;
  }

  /// That the request was refused is written down already, in more detail than from outside.
  public void noteRefusal() {
    isRefusalNoted = true;
  }

  boolean isRefusalNoted() {
    return isRefusalNoted;
  }
}
