package io.loom.server.forge;

import static io.loom.server.forge.ForgeAnswers.encoded;
import static io.loom.server.forge.ForgeAnswers.time;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.ground.http.Json;
import io.loom.server.forge.ForgePull.Mergeable;
import io.loom.server.forge.ForgePull.State;
import io.loom.server.forge.ReviewNote.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// GitHub and GitHub Enterprise Server, by version 2022-11-28 of the REST API.
final class GithubForge implements Forge {
  static final Map<String, String> HEADERS =
      Map.of("Accept", "application/vnd.github+json", "X-GitHub-Api-Version", "2022-11-28");

  /// Who may direct work in a repository, by what GitHub says he is to it.
  private static final Set<String> TRUSTED = Set.of("OWNER", "MEMBER", "COLLABORATOR");

  private static final Set<String> GOOD = Set.of("success", "neutral", "skipped");

  private final ForgeConnection connection;
  private final String repository;
  private final String owner;

  GithubForge(ForgeConnection connection, ForgeAddress address) {
    this.connection = connection;
    this.repository = "/repos/" + address.path();
    this.owner = address.owner();
  }

  @Override
  public ForgePull open(NewPull wanted) throws ForgeException, InterruptedException {
    var body =
        Json.mapper()
            .createObjectNode()
            .put("title", wanted.title())
            .put("body", wanted.body())
            .put("head", wanted.branch())
            .put("base", wanted.base());
    return pull(connection.send("POST", repository + "/pulls", body));
  }

  @Override
  public Optional<ForgePull> findOpen(String branch, String base)
      throws ForgeException, InterruptedException {
    var query =
        "/pulls?state=open&per_page=100&head=%s&base=%s"
            .formatted(encoded(owner + ":" + branch), encoded(base));
    return connection.list(repository + query, "").stream()
        .map(GithubForge::pull)
        .filter(pull -> pull.branch().equals(branch) && pull.base().equals(base))
        .findFirst();
  }

  @Override
  public ForgePull read(long number) throws ForgeException, InterruptedException {
    return pull(connection.get(repository + "/pulls/" + number));
  }

  static ForgePull pull(JsonNode json) {
    boolean merged = json.path("merged").asBoolean() || json.hasNonNull("merged_at");
    boolean open = json.path("state").asText().equals("open");
    return new ForgePull(
        json.path("number").asLong(),
        json.path("html_url").asText(),
        merged ? State.MERGED : open ? State.OPEN : State.CLOSED,
        json.at("/head/ref").asText(),
        json.at("/base/ref").asText(),
        json.at("/head/sha").asText(),
        mergeable(json.path("mergeable")),
        merged ? textOrNull(json.path("merge_commit_sha")) : null);
  }

  private static Mergeable mergeable(JsonNode node) {
    return node.isBoolean()
        ? node.asBoolean() ? Mergeable.YES : Mergeable.CONFLICT
        : Mergeable.UNKNOWN;
  }

  static @Nullable String textOrNull(JsonNode node) {
    var text = node.asText("");
    return text.isEmpty() || node.isNull() ? null : text;
  }

  @Override
  public ForgeChecks checks(String commit) throws ForgeException, InterruptedException {
    int pending = 0;
    int total = 0;
    var failed = new ArrayList<String>();
    var status = connection.get(repository + "/commits/%s/status?per_page=100".formatted(commit));
    for (var check : status.path("statuses")) {
      var state = check.path("state").asText();
      total++;
      pending += state.equals("pending") ? 1 : 0;
      if (state.equals("failure") || state.equals("error")) {
        failed.add(named(check.path("context"), check.path("target_url")));
      }
    }
    var path = repository + "/commits/%s/check-runs?per_page=100".formatted(commit);
    for (var check : connection.list(path, "check_runs")) {
      boolean ended = check.path("status").asText().equals("completed");
      total++;
      pending += ended ? 0 : 1;
      if (ended && !GOOD.contains(check.path("conclusion").asText())) {
        failed.add(named(check.path("name"), check.path("html_url")));
      }
    }
    return ForgeChecks.of(total, pending, failed);
  }

  static String named(JsonNode name, JsonNode url) {
    var address = textOrNull(url);
    return name.asText() + (address == null ? "" : " (" + address + ")");
  }

  @Override
  public List<ReviewNote> notes(long number) throws ForgeException, InterruptedException {
    var notes = new ArrayList<ReviewNote>();
    for (var review : connection.list(path("/pulls/%d/reviews?per_page=100", number), "")) {
      var kind =
          switch (review.path("state").asText()) {
            case "CHANGES_REQUESTED" -> Kind.CHANGES_REQUESTED;
            case "APPROVED" -> Kind.APPROVED;
            default -> Kind.COMMENT;
          };
      // A review that only gathers comments on lines says nothing by itself.
      if (kind != Kind.COMMENT || textOrNull(review.path("body")) != null) {
        notes.add(note("review-", kind, review, "submitted_at"));
      }
    }
    for (var comment : connection.list(path("/pulls/%d/comments?per_page=100", number), "")) {
      notes.add(note("line-", Kind.COMMENT, comment, "created_at"));
    }
    for (var comment : connection.list(path("/issues/%d/comments?per_page=100", number), "")) {
      notes.add(note("comment-", Kind.COMMENT, comment, "created_at"));
    }
    notes.sort(Comparator.comparing(ReviewNote::at));
    return List.copyOf(notes);
  }

  private String path(String format, long number) {
    return repository + format.formatted(number);
  }

  private static ReviewNote note(String prefix, Kind kind, JsonNode json, String time) {
    boolean isBot = json.at("/user/type").asText().equals("Bot");
    var line = json.hasNonNull("line") ? json.path("line") : json.path("original_line");
    return new ReviewNote(
        prefix + json.path("id").asText(),
        kind,
        json.at("/user/login").asText(),
        json.path("body").asText(""),
        textOrNull(json.path("path")),
        line.asInt(0),
        time(json.path(time)),
        !isBot && TRUSTED.contains(json.path("author_association").asText()));
  }

  @Override
  public void comment(long number, String text) throws ForgeException, InterruptedException {
    var body = Json.mapper().createObjectNode().put("body", text);
    var _ = connection.send("POST", path("/issues/%d/comments", number), body);
  }

  @Override
  public void close(long number) throws ForgeException, InterruptedException {
    var body = Json.mapper().createObjectNode().put("state", "closed");
    var _ = connection.send("PATCH", path("/pulls/%d", number), body);
  }

  @Override
  public void merge(long number, String head, MergeMethod method)
      throws ForgeException, InterruptedException {
    var body =
        Json.mapper().createObjectNode().put("sha", head).put("merge_method", method.wireName());
    var _ = connection.send("PUT", path("/pulls/%d/merge", number), body);
  }
}
