package io.loom.server.route;

import java.util.HashMap;
import java.util.Map;

/// A row of the table of routes: what a route asks for, and what it answers whom.
///
/// @param path with placeholders such as `{bead}`, which stand for things of one project
/// @param permission as the route declares it
/// @param orMaker likewise, empty where the maker needs the same
/// @param kind what the route is about
/// @param missing the status of an answer about what is not there
/// @param own the statuses of answers to roles that may use the route, but not for this object
record Route(
    String method,
    String path,
    String permission,
    String orMaker,
    Kind kind,
    String body,
    int missing,
    Map<String, Integer> own) {
  enum Kind {
    /// Something of a project: it is there, or it is not.
    OBJECT,
    /// A list of things of projects, which shows those within reach.
    LIST,
    /// Nothing of a project.
    GLOBAL
  }

  static Route object(String method, String path, String permission) {
    return new Route(method, path, permission, "", Kind.OBJECT, "", 404, Map.of());
  }

  static Route list(String path, String permission) {
    return new Route("GET", path, permission, "", Kind.LIST, "", 200, Map.of());
  }

  static Route global(String method, String path, String permission) {
    return new Route(method, path, permission, "", Kind.GLOBAL, "{}", 0, Map.of());
  }

  Route with(String json) {
    return new Route(method, path, permission, orMaker, kind, json, missing, own);
  }

  /// What is not there is a wrong value of the body, and no wrong path.
  Route refused() {
    return new Route(method, path, permission, orMaker, kind, body, 400, own);
  }

  Route orMaker(String enough) {
    return new Route(method, path, permission, enough, kind, body, missing, own);
  }

  /// @param role `*` for all that have no entry of their own
  Route answers(String role, int status) {
    var more = new HashMap<>(own);
    more.put(role, status);
    return new Route(method, path, permission, orMaker, kind, body, missing, Map.copyOf(more));
  }

  /// Its path as it is matched with the templates of resources.
  String plainPath() {
    return path.replaceAll("\\?.*", "");
  }
}
