package io.loom.server.organisation;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A group of users.
///
/// @param personalOf the id of the user whose own it is; absent for all others
public record Organisation(
    String id, String name, @Nullable String personalOf, Instant createdAt, Instant updatedAt) {
  public boolean isPersonal() {
    return personalOf != null;
  }
}
