package io.loom.server.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What is remembered of one project's forge between two conversations: answers that may be asked
/// for again without being sent again, and until when the forge wants to be left alone. Safe for
/// many threads.
final class ForgeMemory {
  private static final int MOST_ANSWERS = 200;

  /// An answer.
  ///
  /// @param tag by which the forge knows whether it has changed
  /// @param next where the list goes on
  record Kept(String tag, JsonNode body, @Nullable URI next) {}

  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Map<URI, Kept> answers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<URI, Kept> eldest) {
          return size() > MOST_ANSWERS;
        }
      };

  @GuardedBy("lock")
  private Instant quietUntil = Instant.EPOCH;

  Optional<Kept> find(URI uri) {
    synchronized (lock) {
      return Optional.ofNullable(answers.get(uri));
    }
  }

  void keep(URI uri, Kept answer) {
    synchronized (lock) {
      answers.put(uri, answer);
    }
  }

  Instant quietUntil() {
    synchronized (lock) {
      return quietUntil;
    }
  }

  void beQuietUntil(Instant time) {
    synchronized (lock) {
      quietUntil = time.isAfter(quietUntil) ? time : quietUntil;
    }
  }
}
