package io.loom.server.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.server.webhook.ForgeNews.Kind;
import java.util.Optional;

/// Reads what GitHub calls with. Gitea and Forgejo call with nearly the same.
record NewsReader(WebhookForge forge, JsonNode payload) {
  private static final int LONGEST_LINE = 200;
  private static final int LONGEST_TEXT = 10_000;

  /// @param name such as `pull_request`
  Optional<ForgeNews> read(String name) {
    var repository = forge.repository(payload);
    var action = line(payload.path("action"));
    if (repository.isEmpty() || action.isEmpty()) {
      return Optional.empty();
    }
    return kind(name).map(kind -> news(kind, name, action, repository));
  }

  private static Optional<Kind> kind(String name) {
    return Optional.ofNullable(
        switch (name) {
          case "issues" -> Kind.ISSUE;
          case "pull_request", "pull_request_sync", "pull_request_review_request" ->
              Kind.PULL_REQUEST;
          case "pull_request_review",
              "pull_request_approved",
              "pull_request_rejected",
              "pull_request_review_approved",
              "pull_request_review_rejected" ->
              Kind.PULL_REQUEST;
          case "issue_comment", "pull_request_review_comment", "pull_request_comment" ->
              Kind.COMMENT;
          case "release" -> Kind.RELEASE;
          default -> null;
        });
  }

  private ForgeNews news(Kind kind, String name, String action, String repository) {
    var pull = payload.path("pull_request");
    var about =
        payload.path("issue").isObject()
            ? payload.path("issue")
            : pull.isObject() ? pull : payload.path("release");
    boolean isOfPullRequest =
        pull.isObject()
            || about.path("pull_request").isObject()
            || payload.path("is_pull").asBoolean();
    var title = line(about.path("title"));
    var said = kind == Kind.COMMENT ? payload.path("comment") : about;
    var page = line(said.path("html_url"));
    return new ForgeNews(
        forge,
        kind,
        kind == Kind.PULL_REQUEST ? pullAction(name, action, pull) : action,
        repository,
        about.path("number").asLong(),
        isOfPullRequest,
        title.isEmpty() ? line(about.path("name")) : title,
        text(said.path("body")),
        page.isEmpty() ? line(about.path("html_url")) : page,
        line(pull.at("/head/ref")),
        line(payload.at("/sender/login")));
  }

  private static String pullAction(String name, String action, JsonNode pull) {
    boolean isReview = name.startsWith("pull_request_review") && !name.endsWith("request");
    if (isReview || name.endsWith("approved") || name.endsWith("rejected")) {
      return "reviewed";
    }
    if (action.equals("closed") && pull.path("merged").asBoolean()) {
      return "merged";
    }
    return action.equals("synchronized") ? "synchronize" : action;
  }

  /// A text as one line without what terminals would obey, shortened.
  static String line(JsonNode node) {
    return cut(node.asText("").replaceAll("[\\p{Cntrl}\\p{Cs}]", " ").strip(), LONGEST_LINE);
  }

  static String text(JsonNode node) {
    return cut(node.asText("").replaceAll("[\\p{Cntrl}&&[^\\n\\t]]", "").strip(), LONGEST_TEXT);
  }

  private static String cut(String text, int most) {
    return text.codePointCount(0, text.length()) <= most
        ? text
        : text.substring(0, text.offsetByCodePoints(0, most)) + "…";
  }
}
