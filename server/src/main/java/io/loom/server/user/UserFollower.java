package io.loom.server.user;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// A feature that keeps something of users, told of what happens to them.
///
/// All but [#changed] run in the transaction of the change.
public interface UserFollower {
  default void created(Handle transaction, String actor, User user) {}

  /// Whoever is signed in as this user has to sign in again.
  default void shutOut(Handle transaction, String actor, User user) {}

  /// Why the user cannot be removed now, in a sentence.
  default Optional<String> obstacle(Handle queries, User user) {
    return Optional.empty();
  }

  /// The user is about to be removed.
  default void deleting(Handle transaction, String actor, User user) {}

  /// Something about the user is different since the last commit.
  default void changed(String userId) {}
}
