package io.loom.server.forge;

import static io.loom.server.forge.ForgeAnswers.encoded;
import static io.loom.server.forge.ForgeAnswers.time;
import static io.loom.server.forge.GithubForge.named;
import static io.loom.server.forge.GithubForge.textOrNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.ground.http.Json;
import io.loom.server.forge.ForgePull.Mergeable;
import io.loom.server.forge.ForgePull.State;
import io.loom.server.forge.ReviewNote.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// GitLab, by version 4 of its REST API. A pull request is called a merge request there.
final class GitlabForge implements Forge {
  private static final Set<String> RUNNING =
      Set.of("created", "waiting_for_resource", "preparing", "pending", "running", "scheduled");

  private final ForgeConnection connection;
  private final String project;

  GitlabForge(ForgeConnection connection, ForgeAddress address) {
    this.connection = connection;
    this.project = "/projects/" + encoded(address.path());
  }

  @Override
  public ForgePull open(NewPull wanted) throws ForgeException, InterruptedException {
    var body =
        Json.mapper()
            .createObjectNode()
            .put("title", wanted.title())
            .put("description", wanted.body())
            .put("source_branch", wanted.branch())
            .put("target_branch", wanted.base());
    return pull(connection.send("POST", project + "/merge_requests", body));
  }

  @Override
  public Optional<ForgePull> findOpen(String branch, String base)
      throws ForgeException, InterruptedException {
    var query =
        "/merge_requests?state=opened&source_branch=%s&target_branch=%s"
            .formatted(encoded(branch), encoded(base));
    return connection.list(project + query, "").stream()
        .map(GitlabForge::pull)
        .filter(pull -> pull.branch().equals(branch) && pull.base().equals(base))
        .findFirst();
  }

  @Override
  public ForgePull read(long number) throws ForgeException, InterruptedException {
    return pull(connection.get(path("", number)));
  }

  private static ForgePull pull(JsonNode json) {
    var state =
        switch (json.path("state").asText()) {
          case "merged" -> State.MERGED;
          case "closed" -> State.CLOSED;
          // While GitLab merges, it is "locked".
          default -> State.OPEN;
        };
    return new ForgePull(
        json.path("iid").asLong(),
        json.path("web_url").asText(),
        state,
        json.path("source_branch").asText(),
        json.path("target_branch").asText(),
        json.path("sha").asText(),
        mergeable(json),
        state == State.MERGED ? mergedCommit(json) : null);
  }

  /// After a squash without a merge commit only the squash is there, after a fast-forward neither.
  private static @Nullable String mergedCommit(JsonNode json) {
    for (var field : new String[] {"merge_commit_sha", "squash_commit_sha", "sha"}) {
      var commit = textOrNull(json.path(field));
      if (commit != null) {
        return commit;
      }
    }
    return null;
  }

  private static Mergeable mergeable(JsonNode json) {
    if (json.path("has_conflicts").asBoolean()) {
      return Mergeable.CONFLICT;
    }
    return switch (json.path("detailed_merge_status").asText()) {
      case "conflict" -> Mergeable.CONFLICT;
      case "", "unchecked", "checking", "preparing" -> Mergeable.UNKNOWN;
      default -> Mergeable.YES;
    };
  }

  @Override
  public ForgeChecks checks(String commit) throws ForgeException, InterruptedException {
    int pending = 0;
    int total = 0;
    var failed = new ArrayList<String>();
    var path = project + "/repository/commits/%s/statuses?per_page=100".formatted(commit);
    for (var check : connection.list(path, "")) {
      var state = check.path("status").asText();
      total++;
      pending += RUNNING.contains(state) ? 1 : 0;
      if (state.equals("failed") && !check.path("allow_failure").asBoolean()) {
        failed.add(named(check.path("name"), check.path("target_url")));
      }
    }
    return ForgeChecks.of(total, pending, failed);
  }

  @Override
  public List<ReviewNote> notes(long number) throws ForgeException, InterruptedException {
    var notes = new ArrayList<ReviewNote>();
    var path = path("/notes?sort=asc&order_by=created_at&per_page=100", number);
    for (var note : connection.list(path, "")) {
      var kind = kind(note);
      if (kind.isPresent()) {
        notes.add(note(kind.get(), note));
      }
    }
    return List.copyOf(notes);
  }

  /// GitLab writes a review's verdict down as a note of its own; its other notes are only history.
  private static Optional<Kind> kind(JsonNode note) {
    if (!note.path("system").asBoolean()) {
      return Optional.of(Kind.COMMENT);
    }
    var body = note.path("body").asText();
    return body.startsWith("requested changes")
        ? Optional.of(Kind.CHANGES_REQUESTED)
        : body.startsWith("approved this merge request")
            ? Optional.of(Kind.APPROVED)
            : Optional.empty();
  }

  /// Who may comment there is believed, but not a program's account.
  private static ReviewNote note(Kind kind, JsonNode json) {
    var position = json.path("position");
    var path = textOrNull(position.path("new_path"));
    int line = position.path("new_line").asInt(0);
    var author = json.at("/author/username").asText();
    boolean isBot =
        author.matches("(project|group)_\\d+_bot.*") || json.at("/author/bot").asBoolean();
    return new ReviewNote(
        "note-" + json.path("id").asText(),
        kind,
        author,
        json.path("system").asBoolean() ? "" : json.path("body").asText(""),
        path == null ? textOrNull(position.path("old_path")) : path,
        line == 0 ? position.path("old_line").asInt(0) : line,
        time(json.path("created_at")),
        !isBot);
  }

  private String path(String rest, long number) {
    return project + "/merge_requests/" + number + rest;
  }

  @Override
  public void comment(long number, String text) throws ForgeException, InterruptedException {
    var body = Json.mapper().createObjectNode().put("body", text);
    var _ = connection.send("POST", path("/notes", number), body);
  }

  @Override
  public void close(long number) throws ForgeException, InterruptedException {
    var body = Json.mapper().createObjectNode().put("state_event", "close");
    var _ = connection.send("PUT", path("", number), body);
  }

  /// A rebase is the project's own setting there, not the request's.
  @Override
  public void merge(long number, String head, MergeMethod method)
      throws ForgeException, InterruptedException {
    var body =
        Json.mapper()
            .createObjectNode()
            .put("sha", head)
            .put("squash", method == MergeMethod.SQUASH);
    var _ = connection.send("PUT", path("/merge", number), body);
  }
}
