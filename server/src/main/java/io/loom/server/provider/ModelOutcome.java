package io.loom.server.provider;

import java.time.Duration;
import java.util.Optional;

/// What came of one attempt to ask a model. No reason contains a secret.
public sealed interface ModelOutcome {
  /// The model answered.
  ///
  /// @param rawAnswer a `chat.completion` JSON object, whether it came as a stream or not
  /// @param replayed whether the provider handed over an answer that it had given before
  record Answered(String rawAnswer, Usage usage, boolean replayed) implements ModelOutcome {}

  /// The same call may do better later.
  ///
  /// @param retryAfter how long the provider asks to be left alone, if it says so
  record Retryable(String reason, Optional<Duration> retryAfter) implements ModelOutcome {}

  /// The provider will not answer this call, however often it is made.
  ///
  /// @param status the HTTP status
  record Refused(int status, String reason) implements ModelOutcome {}

  /// The messages are more than the model takes.
  record ContextTooLong(String reason) implements ModelOutcome {}

  /// The tokens of one call.
  ///
  /// @param promptTokens all tokens of the request, cached ones included
  /// @param cachedTokens those that the provider still had from earlier calls
  record Usage(long promptTokens, long completionTokens, long cachedTokens) {
    private static final long MOST = 100_000_000;

    /// Numbers that cannot be are cut to what can, so that sums and prices never overflow.
    public Usage {
      promptTokens = Math.clamp(promptTokens, 0, MOST);
      completionTokens = Math.clamp(completionTokens, 0, MOST);
      cachedTokens = Math.clamp(cachedTokens, 0, promptTokens);
    }

    public long totalTokens() {
      return promptTokens + completionTokens;
    }
  }
}
