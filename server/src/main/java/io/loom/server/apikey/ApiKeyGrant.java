package io.loom.server.apikey;

import java.util.Set;

/// What a valid key was made for.
///
/// @param userId whom it acts for
/// @param makerId whose rights it never exceeds
/// @param permissions at most
public record ApiKeyGrant(String id, String userId, String makerId, Set<String> permissions) {
  public ApiKeyGrant {
    permissions = Set.copyOf(permissions);
  }
}
