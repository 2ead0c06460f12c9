package io.loom.server.user;

import io.loom.api.UserView;

/// Users as the API shows them.
public final class UserViews {
  private UserViews() {}

  public static UserView view(User user) {
    return new UserView(
        user.id(),
        user.username(),
        user.email(),
        user.role().wireName(),
        user.isActive(),
        user.mustChange(),
        user.createdAt(),
        user.updatedAt());
  }
}
