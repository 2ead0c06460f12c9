package io.loom.server.user;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Permissions by name, as `resource:action`, `resource:*` or `*:*`. The names are public.
public final class Rights {
  public static final String EVERYTHING = "*:*";

  private static final List<String> RESOURCES =
      List.of(
          "agents",
          "beads",
          "providers",
          "projects",
          "decisions",
          "weavers",
          "secrets",
          "webhooks",
          "events",
          "audit",
          "analytics",
          "logs",
          "tokenhub");
  private static final List<String> ACTIONS = List.of("read", "write", "delete", "admin");
  private static final Set<String> KNOWN = known();

  private Rights() {}

  private static Set<String> known() {
    var names = new HashSet<>(Set.of(EVERYTHING, "system:admin", "repl:use"));
    names.addAll(Set.of("system:*", "repl:*"));
    for (var resource : RESOURCES) {
      names.add(resource + ":*");
      ACTIONS.forEach(action -> names.add(resource + ":" + action));
    }
    return Set.copyOf(names);
  }

  /// Whether there is such a permission.
  public static boolean isKnown(String permission) {
    return KNOWN.contains(permission);
  }

  /// Whether somebody with these permissions may give that one.
  public static boolean cover(Set<String> granted, String permission) {
    return granted.stream().anyMatch(it -> covers(it, permission));
  }

  /// What both allow.
  public static Set<String> both(Set<String> some, Set<String> others) {
    var shared = new TreeSet<String>();
    for (var one : some) {
      for (var other : others) {
        if (covers(one, other)) {
          shared.add(other);
        } else if (covers(other, one)) {
          shared.add(one);
        }
      }
    }
    return shared;
  }

  private static boolean covers(String granted, String permission) {
    return granted.equals(EVERYTHING)
        || granted.equals(permission)
        || (granted.endsWith(":*")
            && permission.startsWith(granted.substring(0, granted.length() - 1)));
  }
}
