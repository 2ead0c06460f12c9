package io.loom.server.user;

import java.time.Instant;
import java.util.Locale;

/// Somebody, or a program, that Loom knows by name.
///
/// @param username never changes, since events name who did something by it
/// @param mustChange whether the password is still the one that Loom came with
public record User(
    String id,
    String username,
    String email,
    Role role,
    boolean isActive,
    boolean mustChange,
    Instant createdAt,
    Instant updatedAt) {
  /// The id of the administrator that a new database starts with.
  public static final String FIRST_ID = "user-admin";

  /// How events name him.
  public String actor() {
    return "user:" + username;
  }

  /// What makes a name: two that have the same key are the same name.
  public static String key(String username) {
    return username.strip().toLowerCase(Locale.ROOT);
  }

  boolean isActiveAdmin() {
    return isActive && role == Role.ADMIN;
  }
}
