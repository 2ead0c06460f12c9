package io.loom.server.sso;

import io.loom.server.user.Role;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which role somebody has by his groups at the provider. The highest that one of them gives
/// counts.
///
/// @param claim where the provider names the groups
/// @param standard of who is in none of them; absent when he is not let in
public record RoleMapping(
    String claim,
    Set<String> admins,
    Set<String> users,
    Set<String> viewers,
    @Nullable Role standard) {
  public RoleMapping {
    admins = Set.copyOf(admins);
    users = Set.copyOf(users);
    viewers = Set.copyOf(viewers);
  }

  /// Whether the provider decides on roles, at each sign-in anew.
  boolean isFollowed() {
    return !(admins.isEmpty() && users.isEmpty() && viewers.isEmpty());
  }

  /// @return nothing when he is not let in
  Optional<Role> of(Collection<String> groups) {
    if (!Collections.disjoint(admins, groups)) {
      return Optional.of(Role.ADMIN);
    }
    if (!Collections.disjoint(users, groups)) {
      return Optional.of(Role.USER);
    }
    return Collections.disjoint(viewers, groups)
        ? Optional.ofNullable(standard)
        : Optional.of(Role.VIEWER);
  }
}
