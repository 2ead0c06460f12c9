package io.loom.ground.http;

/// What is known about the request under way.
///
/// @param id of the request, repeated in the answer, problem bodies and logs
record RequestScope(String id) {
  static final ScopedValue<RequestScope> CURRENT = ScopedValue.newInstance();

  static String currentId() {
    return CURRENT.isBound() ? CURRENT.get().id() : "none";
  }
}
