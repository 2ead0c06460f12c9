package io.loom.server.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.api.EventType;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/// One call of GitHub, and which event of ours it is, if any.
///
/// @param name GitHub's name of the event, such as `pull_request`
/// @param payload as it sent it
record GithubDelivery(String name, JsonNode payload) {
  private static final int LONGEST = 200;

  /// @param projectOf the project with that repository
  Optional<ExternalEvent> toEvent(Function<String, Optional<String>> projectOf) {
    var repository = text(payload.at("/repository/full_name"));
    return repository.isEmpty()
        ? Optional.empty()
        : type().map(type -> toEvent(type, repository, projectOf));
  }

  private ExternalEvent toEvent(
      EventType type, String repository, Function<String, Optional<String>> projectOf) {
    var about = about();
    var title = text(about.path("title"));
    return new ExternalEvent(
        type,
        repository,
        projectOf.apply(repository).orElse(null),
        action(),
        about.path("number").asLong(),
        title.isEmpty() ? text(about.path("name")) : title,
        text(about.path("html_url")),
        text(payload.at("/sender/login")));
  }

  private String action() {
    return text(payload.path("action"));
  }

  private JsonNode about() {
    for (var field : new String[] {"issue", "pull_request", "release"}) {
      if (payload.path(field).isObject()) {
        return payload.path(field);
      }
    }
    return payload;
  }

  private Optional<EventType> type() {
    return Optional.ofNullable(
        switch (name + " " + action()) {
          case "issues opened", "issues closed", "issues reopened", "issues edited" ->
              EventType.EXTERNAL_GITHUB_ISSUE;
          case "pull_request opened", "pull_request reopened", "pull_request ready_for_review" ->
              EventType.EXTERNAL_GITHUB_PR;
          case "pull_request synchronize", "pull_request review_requested", "pull_request closed" ->
              EventType.EXTERNAL_GITHUB_PR_UPDATE;
          case "issue_comment created", "pull_request_review_comment created" ->
              EventType.EXTERNAL_GITHUB_COMMENT;
          case "release published" -> EventType.EXTERNAL_RELEASE;
          default -> null;
        });
  }

  private static String text(JsonNode node) {
    var text = node.asText("").replaceAll("[\\p{Cntrl}\\p{Cs}]", " ").strip();
    return text.codePointCount(0, text.length()) <= LONGEST
        ? text
        : text.substring(0, text.offsetByCodePoints(0, LONGEST)) + "…";
  }

  /// Whether the address that a project is cloned from is that of a repository on the forge.
  static boolean isAddressOf(String gitRepo, String repository) {
    var address = gitRepo.toLowerCase(Locale.ROOT).replaceFirst("/*(\\.git)?/*$", "");
    var name = repository.toLowerCase(Locale.ROOT);
    return address.endsWith("/" + name) || address.endsWith(":" + name);
  }
}
