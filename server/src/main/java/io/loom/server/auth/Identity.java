package io.loom.server.auth;

import io.loom.ground.http.Reach;
import io.loom.server.user.User;

/// A user with the projects that he knows of.
record Identity(User user, Reach reach) {}
