package io.loom.server.user;

import io.loom.base.Secret;
import org.jspecify.annotations.Nullable;

/// A user to be made, checked.
///
/// @param passwordHash absent for one that never signs in
record NewUser(String username, String email, Role role, @Nullable Secret passwordHash) {}
