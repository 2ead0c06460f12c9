package io.loom.bench.rehearse;

import java.io.IOException;
import java.time.Duration;

/// Brings a decision to its client, with the faults it is meant to have.
final class Delivery {
  private static final Duration HANG_LOOK = Duration.ofDays(1);

  private Delivery() {}

  static Outcome deliver(Decision decision, ClientConnection connection) {
    if (!connection.staysFor(decision.latency())) {
      return Outcome.CLIENT_GONE;
    }
    try {
      return send(decision, connection);
    } catch (IOException _) {
      return Outcome.CLIENT_GONE;
    }
  }

  private static Outcome send(Decision decision, ClientConnection connection) throws IOException {
    var answer = decision.answer();
    return switch (decision.fault()) {
      case null -> {
        connection.send(answer);
        yield decision.refused() ? Outcome.REFUSED : Outcome.ANSWERED;
      }
      case Fault.Hang _ -> {
        while (connection.staysFor(HANG_LOOK)) {}
        yield Outcome.HANG;
      }
      case Fault.Cut(var afterBytes) -> {
        connection.sendPart(answer, afterBytes);
        yield Outcome.CUT;
      }
      case Fault.Status _ -> {
        connection.send(answer);
        yield Outcome.STATUS;
      }
      case Fault.Malformed _ -> {
        connection.send(answer);
        yield Outcome.MALFORMED;
      }
      case Fault.Html _ -> {
        connection.send(answer);
        yield Outcome.HTML;
      }
    };
  }
}
