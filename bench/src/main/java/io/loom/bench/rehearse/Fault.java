package io.loom.bench.rehearse;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// How a reply goes wrong.
sealed interface Fault {
  /// An error answer with a JSON body, as vendors write it.
  record Status(int status, @Nullable Duration retryAfter, String message) implements Fault {
    public Status {
      if (status < 400 || status > 599) {
        throw new IllegalArgumentException("status %d is not an error".formatted(status));
      }
    }
  }

  /// No answer at all, on a connection that stays open until the client leaves.
  record Hang() implements Fault {}

  /// The connection ends after this many bytes of the body. The answer counts as bought.
  record Cut(int afterBytes) implements Fault {}

  /// A success by its status, but its JSON or its event stream is broken off in a token.
  record Malformed() implements Fault {}

  /// A web page in place of JSON, as a proxy in between would send it.
  record Html(int status) implements Fault {}
}
