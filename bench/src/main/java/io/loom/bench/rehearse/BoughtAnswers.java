package io.loom.bench.rehearse;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// The answers that were computed, by the idempotency key of their request. Safe for many threads.
///
/// As in a gateway, an error is not kept: the same key may try again. An answer is kept from the
/// moment it is decided on, before it is sent, so that a client which was cut off, or has died
/// meanwhile, gets what it paid for. They are kept as long as the process lives.
final class BoughtAnswers {
  private final ConcurrentHashMap<String, Bought> byKey = new ConcurrentHashMap<>();

  private record Bought(String bodyHash, Decision decision) {}

  /// The answer bought under this key, or what `decide` says, or `conflict` if the key came with
  /// another body before.
  Decision once(
      String key, String bodyHash, Supplier<Decision> decide, Supplier<Decision> conflict) {
    var fresh = new Decision[1];
    var bought =
        byKey.computeIfAbsent(
            key,
            _ -> {
              fresh[0] = decide.get();
              return fresh[0].isBought() ? new Bought(bodyHash, fresh[0]) : null;
            });
    if (fresh[0] != null) {
      return fresh[0];
    }
    return bought.bodyHash().equals(bodyHash) ? bought.decision().again() : conflict.get();
  }
}
