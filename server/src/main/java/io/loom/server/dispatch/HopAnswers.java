package io.loom.server.dispatch;

import io.loom.server.bead.Bead;
import io.loom.server.bead.BeadService;
import io.loom.server.decision.Answer;
import io.loom.server.decision.Decision;
import io.loom.server.decision.DecisionService;
import io.loom.server.reach.Actor;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/// Does what people decided about beads that were dispatched too often. Safe to repeat: a bead that
/// was set free or closed is not on hold any more. Safe for many threads: it keeps no state.
final class HopAnswers {
  private final BeadService beads;
  private final DecisionService decisions;

  HopAnswers(BeadService beads, DecisionService decisions) {
    this.beads = beads;
    this.decisions = decisions;
  }

  /// The beads that wait for nothing but that their answer is carried out.
  Map<Bead, Answer> answered(Handle queries) {
    var answered = new HashMap<Bead, Answer>();
    for (var bead : beads.listOnHold(queries, HopQuestion.HOLD)) {
      decisions
          .find(queries, HopQuestion.id(bead))
          .map(Decision::answer)
          .ifPresent(answer -> answered.put(bead, answer));
    }
    return answered;
  }

  void carryOut(Handle transaction) {
    answered(transaction).forEach((bead, answer) -> carryOut(transaction, bead, answer));
  }

  private void carryOut(Handle transaction, Bead bead, Answer answer) {
    var _ =
        answer.decision().equals(HopQuestion.CLOSE)
            ? beads.close(
                transaction,
                Actor.everywhere(answer.deciderId()),
                bead.id(),
                answer.rationale().isBlank() ? "Given up." : answer.rationale(),
                BeadService.Guard.FORCED)
            : beads.redispatch(
                transaction, Actor.everywhere(answer.deciderId()), bead.id(), answer.rationale());
  }
}
