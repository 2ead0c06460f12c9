package io.loom.server.forge;

import static io.loom.server.forge.ForgeAnswers.time;
import static io.loom.server.forge.GithubForge.named;
import static io.loom.server.forge.GithubForge.textOrNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.ground.http.Json;
import io.loom.server.forge.ReviewNote.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// Gitea and Forgejo, by version 1 of their API. Pull requests look as GitHub's do; reviews and
/// checks do not.
final class GiteaForge implements Forge {
  private static final Set<String> FAILED = Set.of("failure", "error");
  private static final Set<String> PENDING = Set.of("pending", "running", "waiting");

  /// So Gitea answers while it finds out whether something can be merged: no refusal.
  private static final String NOT_YET = "Please try again later";

  private final ForgeConnection connection;
  private final String repository;

  GiteaForge(ForgeConnection connection, ForgeAddress address) {
    this.connection = connection;
    this.repository = "/repos/" + address.path();
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
    return GithubForge.pull(connection.send("POST", repository + "/pulls", body));
  }

  /// There is no way to ask for the open one of a branch, so the list is read.
  @Override
  public Optional<ForgePull> findOpen(String branch, String base)
      throws ForgeException, InterruptedException {
    return connection.list(repository + "/pulls?state=open&sort=recentupdate&limit=50", "").stream()
        .map(GithubForge::pull)
        .filter(pull -> pull.branch().equals(branch) && pull.base().equals(base))
        .findFirst();
  }

  @Override
  public ForgePull read(long number) throws ForgeException, InterruptedException {
    return GithubForge.pull(connection.get(path("/pulls/%d", number)));
  }

  @Override
  public ForgeChecks checks(String commit) throws ForgeException, InterruptedException {
    int pending = 0;
    int total = 0;
    var failed = new ArrayList<String>();
    var status = connection.get(repository + "/commits/%s/status".formatted(commit));
    for (var check : status.path("statuses")) {
      var state = check.path("status").asText().toLowerCase(Locale.ROOT);
      total++;
      pending += PENDING.contains(state) ? 1 : 0;
      if (FAILED.contains(state)) {
        failed.add(named(check.path("context"), check.path("target_url")));
      }
    }
    return ForgeChecks.of(total, pending, failed);
  }

  @Override
  public List<ReviewNote> notes(long number) throws ForgeException, InterruptedException {
    var notes = new ArrayList<ReviewNote>();
    for (var review : connection.list(path("/pulls/%d/reviews?limit=50", number), "")) {
      var state = review.path("state").asText();
      if (state.equals("PENDING") || state.equals("REQUEST_REVIEW")) {
        continue;
      }
      var kind =
          switch (state) {
            case "REQUEST_CHANGES" -> Kind.CHANGES_REQUESTED;
            case "APPROVED" -> Kind.APPROVED;
            default -> Kind.COMMENT;
          };
      if (kind != Kind.COMMENT || textOrNull(review.path("body")) != null) {
        notes.add(note("review-", kind, review, "submitted_at"));
      }
      if (review.path("comments_count").asInt() > 0) {
        lines(number, review.path("id").asLong(), notes);
      }
    }
    for (var comment : connection.list(path("/issues/%d/comments", number), "")) {
      notes.add(note("comment-", Kind.COMMENT, comment, "created_at"));
    }
    notes.sort(Comparator.comparing(ReviewNote::at));
    return List.copyOf(notes);
  }

  private void lines(long number, long review, List<ReviewNote> notes)
      throws ForgeException, InterruptedException {
    var path = repository + "/pulls/%d/reviews/%d/comments".formatted(number, review);
    for (var comment : connection.list(path, "")) {
      notes.add(note("line-", Kind.COMMENT, comment, "created_at"));
    }
  }

  /// Its API does not tell a stranger from a member; who may comment there is believed.
  private static ReviewNote note(String prefix, Kind kind, JsonNode json, String time) {
    int line = json.path("position").asInt(0);
    return new ReviewNote(
        prefix + json.path("id").asText(),
        kind,
        json.at("/user/login").asText(),
        json.path("body").asText(""),
        textOrNull(json.path("path")),
        line == 0 ? json.path("original_position").asInt(0) : line,
        time(json.path(time)),
        true);
  }

  private String path(String format, long number) {
    return repository + format.formatted(number);
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
        Json.mapper().createObjectNode().put("Do", method.wireName()).put("head_commit_id", head);
    try {
      var _ = connection.send("POST", path("/pulls/%d/merge", number), body);
    } catch (ForgeException e) {
      throw String.valueOf(e.getMessage()).contains(NOT_YET)
          ? new ForgeException(
              ForgeException.Reason.UNAVAILABLE, String.valueOf(e.getMessage()), null, e)
          : e;
    }
  }
}
