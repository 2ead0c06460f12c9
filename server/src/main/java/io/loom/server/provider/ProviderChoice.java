package io.loom.server.provider;

import io.loom.server.provider.ModelOutcome.Usage;

/// A provider that can be asked now, and what to know for asking it.
///
/// @param contextWindow in tokens
/// @param streaming whether to ask for streams
/// @param promptMicrosPerMtoken micro-dollars for a million tokens
/// @param completionMicrosPerMtoken micro-dollars for a million tokens
public record ProviderChoice(
    String providerId,
    String model,
    int contextWindow,
    boolean streaming,
    long promptMicrosPerMtoken,
    long completionMicrosPerMtoken) {
  private static final long MTOKEN = 1_000_000;

  /// What the tokens cost, in micro-dollars, rounded up.
  public long costMicros(Usage usage) {
    return costMicros(promptMicrosPerMtoken, completionMicrosPerMtoken, usage);
  }

  static long costMicros(long promptPrice, long completionPrice, Usage usage) {
    long total = promptPrice * usage.promptTokens() + completionPrice * usage.completionTokens();
    return Math.ceilDiv(total, MTOKEN);
  }
}
