package io.loom.server.event;

import io.loom.ground.http.Caller;
import java.util.Optional;

/// Says what somebody may do by now who began to listen a while ago. Safe for many threads; asked
/// for each listener from time to time, so it is quick.
public interface Standing {
  /// Where nobody's rights ever change.
  Standing UNCHANGED = Optional::of;

  /// The caller with the rights that he has now; nothing when what he showed no longer holds.
  Optional<Caller> now(Caller caller);
}
