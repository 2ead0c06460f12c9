package io.loom.server.webhook;

import static io.loom.server.webhook.NewsReader.line;
import static io.loom.server.webhook.NewsReader.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.server.webhook.ForgeNews.Kind;
import java.util.Optional;

/// Reads what GitLab calls with.
record GitlabNewsReader(JsonNode payload) {
  Optional<ForgeNews> read() {
    if (WebhookForge.GITLAB.repository(payload).isEmpty()) {
      return Optional.empty();
    }
    var what = payload.path("object_attributes");
    return switch (payload.path("object_kind").asText()) {
      case "issue" -> Optional.of(news(Kind.ISSUE, action(what), what, what, false));
      case "merge_request" -> Optional.of(news(Kind.PULL_REQUEST, action(what), what, what, true));
      case "note" -> note(what);
      case "release" -> Optional.of(news(Kind.RELEASE, release(), payload, payload, false));
      default -> Optional.empty();
    };
  }

  private Optional<ForgeNews> note(JsonNode what) {
    var pull = payload.path("merge_request");
    var about = pull.isObject() ? pull : payload.path("issue");
    var action = line(what.path("action"));
    // Older servers do not say that a note is new, and tell of new ones only.
    boolean isNew = action.isEmpty() || action.equals("create");
    return about.isObject()
        ? Optional.of(
            news(Kind.COMMENT, isNew ? "created" : "edited", about, what, pull.isObject()))
        : Optional.empty();
  }

  private String release() {
    return payload.path("action").asText().equals("create") ? "published" : "edited";
  }

  /// The words of GitHub for those of GitLab.
  private static String action(JsonNode what) {
    return switch (what.path("action").asText()) {
      case "open" -> "opened";
      case "close" -> "closed";
      case "reopen" -> "reopened";
      case "merge" -> "merged";
      case "update" -> what.hasNonNull("oldrev") ? "synchronize" : "edited";
      case "approved", "approval", "unapproved", "unapproval" -> "reviewed";
      default -> "";
    };
  }

  /// @param about the issue, merge request or release
  /// @param said what was written
  private ForgeNews news(
      Kind kind, String action, JsonNode about, JsonNode said, boolean isOfPullRequest) {
    var title = line(about.path("title"));
    var words = said.hasNonNull("note") ? said.path("note") : said.path("description");
    return new ForgeNews(
        WebhookForge.GITLAB,
        kind,
        action,
        WebhookForge.GITLAB.repository(payload),
        about.path("iid").asLong(),
        isOfPullRequest,
        title.isEmpty() ? line(about.path("name")) : title,
        text(words),
        line(said.path("url")),
        line(about.path("source_branch")),
        line(payload.at("/user/username")));
  }
}
