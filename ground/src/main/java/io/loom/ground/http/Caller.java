package io.loom.ground.http;

import java.util.Set;

/// Who makes a request, as the server found out; never as the client says.
///
/// @param id such as `user-admin`
/// @param name such as `admin`
/// @param permissions `resource:action`, `resource:*` or `*:*`
/// @param reach the projects that the permissions hold for
/// @param credential what he showed
public record Caller(
    String id, String name, Set<String> permissions, Reach reach, Credential credential) {
  public static final ScopedValue<Caller> CURRENT = ScopedValue.newInstance();

  /// The administrator of this machine, who calls when authentication is off.
  public static final Caller LOCAL_ADMIN =
      new Caller("user-admin", "admin", Set.of("*:*"), Reach.EVERYTHING, new Credential.Local());

  /// Somebody who showed nothing that holds, where that is needed.
  public static final Caller NOBODY =
      new Caller("", "nobody", Set.of(), Reach.NOTHING, new Credential.None());

  public Caller {
    permissions = Set.copyOf(permissions);
  }

  /// Somebody known, however he proved it.
  public Caller(String id, String name, Set<String> permissions, Reach reach) {
    this(id, name, permissions, reach, new Credential.Local());
  }

  /// The caller of the request under way on this thread.
  public static Caller current() {
    return CURRENT.get();
  }

  /// Whether anybody is behind this caller.
  public boolean isKnown() {
    return !(credential instanceof Credential.None);
  }

  /// Whether all he may do is change his first password.
  public boolean isHeldBack() {
    return credential instanceof Credential.Session(_, var standing)
        && standing == Credential.Standing.HELD_BACK;
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
