package io.loom.server.user;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What a user may do in general. The names are stored and public.
public enum Role {
  ADMIN(Set.of(Rights.EVERYTHING)),
  USER(
      Set.of(
          "agents:read",
          "agents:write",
          "beads:read",
          "beads:write",
          "projects:read",
          "projects:write",
          "decisions:read",
          "decisions:write",
          "weavers:read",
          "weavers:write",
          "webhooks:read",
          "webhooks:write",
          "secrets:read",
          "secrets:write",
          "providers:read",
          "events:read",
          "analytics:read",
          "logs:read",
          "repl:use")),
  VIEWER(
      Set.of(
          "agents:read",
          "beads:read",
          "providers:read",
          "projects:read",
          "decisions:read",
          "weavers:read",
          "webhooks:read",
          "events:read",
          "analytics:read",
          "logs:read",
          "tokenhub:read")),
  /// A program. What it may do is said by the keys that administrators make for it.
  SERVICE(Set.of());

  @SuppressWarnings("ImmutableEnumChecker") // made by Set.of
  private final Set<String> permissions;

  Role(Set<String> permissions) {
    this.permissions = permissions;
  }

  public Set<String> permissions() {
    return permissions;
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<Role> find(String wireName) {
    return Arrays.stream(values()).filter(role -> role.wireName().equals(wireName)).findFirst();
  }
}
