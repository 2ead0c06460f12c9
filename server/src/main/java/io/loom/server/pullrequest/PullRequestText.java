package io.loom.server.pullrequest;

import io.loom.server.bead.Bead;
import io.loom.server.forge.NewPull;

/// What Loom writes about pull requests, for people. Pure.
final class PullRequestText {
  private PullRequestText() {}

  /// Why a bead waits.
  static String waiting(PullRequest pull) {
    return pull.number() == null
        ? "Waits for its pull request to be opened from %s, since %s."
            .formatted(pull.branch(), pull.updatedAt())
        : "Waits for pull request #%d (%s), since %s."
            .formatted(pull.number(), pull.url(), pull.updatedAt());
  }

  static String stuck(PullRequest pull, String detail) {
    return "%s %s".formatted(waiting(pull), detail);
  }

  static String closed(PullRequest pull) {
    return "Pull request #%d (%s) was closed without being merged; redispatch the bead to have it"
            .formatted(pull.number(), pull.url())
        + " tried again, or close it.";
  }

  /// What is asked of people who look at a result.
  static NewPull request(PullRequest pull, Bead bead) {
    var title = bead.title().lines().findFirst().orElse(bead.id()).strip();
    var body = new StringBuilder();
    section(body, "", bead.description());
    section(body, "Acceptance criteria", bead.document().text("acceptance_criteria"));
    section(
        body,
        "Evidence",
        """
        - %s
        - Commit %s on %s
        - Bead %s, run %s\
        """
            .formatted(
                pull.verified()
                    ? "The project's build and tests passed on a clean checkout."
                    : "Not verified: the project has no build or test command.",
                pull.testedCommit(),
                pull.testedBase(),
                pull.beadId(),
                pull.runId() == null ? "(ended)" : pull.runId()));
    section(
        body,
        "",
        "Opened by Loom. Comments and requested changes go back to the agent; merging or closing"
            + " this settles the bead.");
    return new NewPull(
        "%s (%s)".formatted(title, bead.id()), body.toString(), pull.branch(), pull.base());
  }

  private static void section(StringBuilder text, String heading, String body) {
    if (!body.isBlank()) {
      text.append(text.isEmpty() ? "" : "\n");
      text.append(heading.isEmpty() ? "" : "## " + heading + "\n\n");
      text.append(body.strip()).append('\n');
    }
  }

  /// Marks the answer to what was said before a step, so that it is given once.
  static String mark(PullRequest pull) {
    return "<!-- loom %s-%d -->".formatted(pull.runId(), pull.step());
  }

  static String unchanged(PullRequest pull) {
    return "The agent has read this and sees nothing to change.\n\n" + mark(pull);
  }
}
