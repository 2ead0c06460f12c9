package io.loom.ground.http;

/// What is known about the request under way. One thread at a time works on a request.
final class RequestScope {
  static final ScopedValue<RequestScope> CURRENT = ScopedValue.newInstance();

  private final String id;
  private volatile String route = "";

  /// @param id repeated in the answer, problem bodies and logs
  RequestScope(String id) {
    this.id = id;
  }

  static String currentId() {
    return CURRENT.isBound() ? CURRENT.get().id : "none";
  }

  String id() {
    return id;
  }

  /// The pattern that the path matched, such as `/api/v1/beads/{id}`; empty when none did.
  String route() {
    return route;
  }

  void route(String pattern) {
    route = pattern;
  }
}
