package io.loom.ground.http;

import java.util.Set;

/// Who makes a request, as the server found out; never as the client says.
///
/// @param id such as `user-admin`
/// @param name such as `admin`
/// @param permissions `resource:action`, `resource:*` or `*:*`
/// @param reach the projects that the permissions hold for
public record Caller(String id, String name, Set<String> permissions, Reach reach) {
  public static final ScopedValue<Caller> CURRENT = ScopedValue.newInstance();

  /// The administrator of this machine, who calls when authentication is off.
  public static final Caller LOCAL_ADMIN =
      new Caller("user-admin", "admin", Set.of("*:*"), Reach.EVERYTHING);

  public Caller {
    permissions = Set.copyOf(permissions);
  }

  /// The caller of the request under way on this thread.
  public static Caller current() {
    return CURRENT.get();
  }

  public boolean may(String permission) {
    int colon = permission.indexOf(':');
    return permissions.contains("*:*")
        || permissions.contains(permission)
        || (colon > 0 && permissions.contains(permission.substring(0, colon) + ":*"));
  }

  /// How events name this caller.
  public String actor() {
    return "user:" + name;
  }
}
