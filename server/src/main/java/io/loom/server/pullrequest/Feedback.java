package io.loom.server.pullrequest;

import io.loom.server.forge.ForgeChecks;
import io.loom.server.forge.ReviewNote;
import io.loom.server.forge.ReviewNote.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What an agent is told about its pull request. Pure.
///
/// @param text for the agent
/// @param notes ids of what was said, which is not told again
/// @param redHead the commit whose failed checks are told
record Feedback(String text, Set<String> notes, @Nullable String redHead) {
  /// So long nobody says anything before what was said is handed on: people write one thing after
  /// the other.
  static final Duration QUIET = Duration.ofSeconds(30);

  /// What is new for the agent, if there is anything and people are done saying it.
  static Optional<Feedback> of(
      PullRequest pull, List<ReviewNote> notes, ForgeChecks checks, Instant now) {
    var fresh =
        notes.stream()
            .filter(note -> note.trusted() && !note.isOwn())
            .filter(note -> note.kind() != Kind.APPROVED)
            .filter(note -> !pull.notesSeen().contains(note.id()))
            .toList();
    var isReview = fresh.stream().anyMatch(note -> note.kind() == Kind.CHANGES_REQUESTED);
    boolean isQuiet = fresh.stream().noneMatch(note -> note.at().plus(QUIET).isAfter(now));
    boolean isRed =
        checks.result() == ForgeChecks.Result.RED
            && pull.head() != null
            && !pull.head().equals(pull.redHead());
    if (!isRed && (fresh.isEmpty() || !(isReview || isQuiet))) {
      return Optional.empty();
    }
    var ids = fresh.stream().map(ReviewNote::id).collect(Collectors.toUnmodifiableSet());
    return Optional.of(
        new Feedback(text(pull, fresh, isRed ? checks : null), ids, isRed ? pull.head() : null));
  }

  private static String text(
      PullRequest pull, List<ReviewNote> notes, @Nullable ForgeChecks checks) {
    var text = new StringBuilder();
    if (!notes.isEmpty()) {
      text.append("Reviewers of pull request #%d want something changed:".formatted(pull.number()));
      notes.forEach(note -> text.append('\n').append(words(note)));
    }
    if (checks != null) {
      text.append(text.isEmpty() ? "" : "\n\n");
      text.append(
          "Checks of the forge failed on pull request #%d: %s"
              .formatted(pull.number(), String.join(", ", checks.failed())));
    }
    return text.toString();
  }

  private static String words(ReviewNote note) {
    var path = note.path();
    var place =
        path == null
            ? ""
            : note.line() > 0 ? " on %s:%d".formatted(path, note.line()) : " on " + path;
    var said =
        note.text().isBlank()
            ? note.kind() == Kind.CHANGES_REQUESTED ? "asks for changes." : ""
            : note.text().strip();
    return "- %s%s: %s".formatted(note.author(), place, said.replace("\n", "\n  "));
  }
}
