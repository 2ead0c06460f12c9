package io.loom.server.dispatch;

import io.loom.server.bead.Bead;
import io.loom.server.decision.DecisionService;
import java.util.List;

/// What is asked about a bead that was dispatched too often. The options are stored and public.
public final class HopQuestion {
  public static final String RETRY = "retry";
  public static final String CLOSE = "close";
  static final List<String> OPTIONS = List.of(RETRY, CLOSE);
  static final String HOLD =
      "It was dispatched too often without a result; it waits for a decision.";

  private HopQuestion() {}

  /// Names the question of a bead, the same until the bead is taken again.
  static String id(Bead bead) {
    return DecisionService.OWN_PREFIX + bead.id() + "-" + bead.fence();
  }
}
