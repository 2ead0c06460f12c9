package io.loom.server.bead;

import java.util.Optional;

/// Why a bead that is ready is not being worked on, as far as others than this package know.
/// Implemented by `dispatch`. Called for each bead of a list, so it answers from memory.
public interface HoldReasons {
  HoldReasons NONE = _ -> Optional.empty();

  /// A sentence for people.
  Optional<String> reason(Bead bead);
}
