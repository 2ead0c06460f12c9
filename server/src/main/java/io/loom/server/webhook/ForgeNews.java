package io.loom.server.webhook;

import io.loom.api.EventType;
import java.util.Locale;
import java.util.Optional;

/// What a forge tells, in words that are the same for all. Its texts were written by strangers.
///
/// @param forge that says so, such as `github`
/// @param action such as `opened`, as GitHub calls it; `merged` for a pull request that was closed
///   that way
/// @param repository such as `octocat/hello`
/// @param number of the issue or pull request, 0 for a release
/// @param isOfPullRequest whether that number is a pull request's
/// @param title of the issue, pull request or release, shortened
/// @param text what was written
/// @param url of the page about it
/// @param branch of the pull request's change; empty for all others
/// @param sender who did it, by the name there
record ForgeNews(
    WebhookForge forge,
    Kind kind,
    String action,
    String repository,
    long number,
    boolean isOfPullRequest,
    String title,
    String text,
    String url,
    String branch,
    String sender) {
  /// What it is about.
  enum Kind {
    ISSUE,
    PULL_REQUEST,
    COMMENT,
    RELEASE;

    String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The event that it becomes; nothing for what nobody asks about.
  Optional<EventType> type() {
    boolean isGithub = forge == WebhookForge.GITHUB;
    return Optional.ofNullable(
        switch (kind) {
          case ISSUE ->
              switch (action) {
                case "opened", "closed", "reopened", "edited" ->
                    isGithub ? EventType.EXTERNAL_GITHUB_ISSUE : EventType.EXTERNAL_ISSUE;
                default -> null;
              };
          case PULL_REQUEST ->
              switch (action) {
                case "opened", "reopened", "ready_for_review" ->
                    isGithub ? EventType.EXTERNAL_GITHUB_PR : EventType.EXTERNAL_PR;
                case "synchronize", "review_requested", "closed", "merged", "reviewed" ->
                    isGithub ? EventType.EXTERNAL_GITHUB_PR_UPDATE : EventType.EXTERNAL_PR_UPDATE;
                default -> null;
              };
          case COMMENT ->
              action.equals("created")
                  ? isGithub ? EventType.EXTERNAL_GITHUB_COMMENT : EventType.EXTERNAL_COMMENT
                  : null;
          case RELEASE -> action.equals("published") ? EventType.EXTERNAL_RELEASE : null;
        });
  }

  /// @param projectId of the project with that repository
  ExternalEvent toEvent(EventType type, @org.jspecify.annotations.Nullable String projectId) {
    return new ExternalEvent(
        type, forge.wireName(), repository, projectId, action, number, title, url, sender);
  }

  /// Whether the address that a project is cloned from is that of a repository on a forge.
  static boolean isAddressOf(String gitRepo, String repository) {
    var address = gitRepo.toLowerCase(Locale.ROOT).replaceFirst("/*(\\.git)?/*$", "");
    var name = repository.toLowerCase(Locale.ROOT);
    return !name.isEmpty() && (address.endsWith("/" + name) || address.endsWith(":" + name));
  }
}
