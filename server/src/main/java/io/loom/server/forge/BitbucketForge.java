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
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Bitbucket Cloud, by version 2.0 of its API. It does not say whether a pull request has
/// conflicts, and shortens the ids of commits.
final class BitbucketForge implements Forge {
  private final ForgeConnection connection;
  private final String repository;

  BitbucketForge(ForgeConnection connection, ForgeAddress address) {
    this.connection = connection;
    this.repository = "/repositories/" + address.path();
  }

  @Override
  public ForgePull open(NewPull wanted) throws ForgeException, InterruptedException {
    var body =
        Json.mapper()
            .createObjectNode()
            .put("title", wanted.title())
            .put("description", wanted.body());
    body.putObject("source").putObject("branch").put("name", wanted.branch());
    body.putObject("destination").putObject("branch").put("name", wanted.base());
    return pull(connection.send("POST", repository + "/pullrequests", body));
  }

  @Override
  public Optional<ForgePull> findOpen(String branch, String base)
      throws ForgeException, InterruptedException {
    var filter =
        "source.branch.name=\"%s\" AND destination.branch.name=\"%s\" AND state=\"OPEN\""
            .formatted(quoted(branch), quoted(base));
    return connection.list(repository + "/pullrequests?q=" + encoded(filter), "values").stream()
        .map(BitbucketForge::pull)
        .filter(pull -> pull.branch().equals(branch) && pull.base().equals(base))
        .findFirst();
  }

  private static String quoted(String text) {
    return text.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  @Override
  public ForgePull read(long number) throws ForgeException, InterruptedException {
    return pull(connection.get(path("", number)));
  }

  private static ForgePull pull(JsonNode json) {
    var state =
        switch (json.path("state").asText()) {
          case "OPEN" -> State.OPEN;
          case "MERGED" -> State.MERGED;
          default -> State.CLOSED;
        };
    return new ForgePull(
        json.path("id").asLong(),
        json.at("/links/html/href").asText(),
        state,
        json.at("/source/branch/name").asText(),
        json.at("/destination/branch/name").asText(),
        json.at("/source/commit/hash").asText(),
        Mergeable.UNKNOWN,
        state == State.MERGED ? textOrNull(json.at("/merge_commit/hash")) : null);
  }

  @Override
  public ForgeChecks checks(String commit) throws ForgeException, InterruptedException {
    int pending = 0;
    int total = 0;
    var failed = new ArrayList<String>();
    var path = repository + "/commit/%s/statuses?pagelen=100".formatted(commit);
    for (var check : connection.list(path, "values")) {
      var state = check.path("state").asText();
      total++;
      pending += state.equals("INPROGRESS") ? 1 : 0;
      if (state.equals("FAILED") || state.equals("STOPPED")) {
        var name = check.hasNonNull("name") ? check.path("name") : check.path("key");
        failed.add(named(name, check.path("url")));
      }
    }
    return ForgeChecks.of(total, pending, failed);
  }

  @Override
  public List<ReviewNote> notes(long number) throws ForgeException, InterruptedException {
    var notes = new ArrayList<ReviewNote>();
    for (var person : connection.get(path("", number)).path("participants")) {
      verdict(person).ifPresent(notes::add);
    }
    for (var comment : connection.list(path("/comments?pagelen=100", number), "values")) {
      if (!comment.path("deleted").asBoolean() && !comment.path("pending").asBoolean()) {
        notes.add(comment(comment));
      }
    }
    notes.sort(Comparator.comparing(ReviewNote::at));
    return List.copyOf(notes);
  }

  /// What a reviewer decided last. Its time is a part of its name, so that a later verdict is new.
  private static Optional<ReviewNote> verdict(JsonNode person) {
    var kind =
        switch (person.path("state").asText("")) {
          case "changes_requested" -> Kind.CHANGES_REQUESTED;
          case "approved" -> Kind.APPROVED;
          default -> null;
        };
    if (kind == null) {
      return Optional.empty();
    }
    var at = time(person.path("participated_on"));
    var id = "verdict-%s-%d".formatted(person.at("/user/uuid").asText(), at.toEpochMilli());
    return Optional.of(new ReviewNote(id, kind, name(person), "", null, 0, at, true));
  }

  private static ReviewNote comment(JsonNode json) {
    var inline = json.path("inline");
    var line = inline.hasNonNull("to") ? inline.path("to") : inline.path("from");
    return new ReviewNote(
        "comment-" + json.path("id").asText(),
        Kind.COMMENT,
        name(json),
        json.at("/content/raw").asText(""),
        textOrNull(inline.path("path")),
        line.asInt(0),
        time(json.path("created_on")),
        !json.at("/user/type").asText().equals("app_user"));
  }

  private static String name(JsonNode json) {
    var nickname = json.at("/user/nickname").asText("");
    return nickname.isEmpty() ? json.at("/user/display_name").asText() : nickname;
  }

  private String path(String rest, long number) {
    return repository + "/pullrequests/" + number + rest;
  }

  @Override
  public void comment(long number, String text) throws ForgeException, InterruptedException {
    var body = Json.mapper().createObjectNode();
    body.putObject("content").put("raw", text);
    var _ = connection.send("POST", path("/comments", number), body);
  }

  @Override
  public void close(long number) throws ForgeException, InterruptedException {
    var body = Json.mapper().createObjectNode();
    var _ = connection.send("POST", path("/decline", number), body);
  }

  /// Bitbucket takes no commit that the branch has to be at, so it is looked at first.
  @Override
  public void merge(long number, String head, MergeMethod method)
      throws ForgeException, InterruptedException {
    var now = read(number).head();
    if (now.isEmpty() || !head.startsWith(now)) {
      throw new ForgeException(
          ForgeException.Reason.REFUSED, "The branch is at %s, not at %s.".formatted(now, head));
    }
    var strategy =
        switch (method) {
          case MERGE -> "merge_commit";
          case SQUASH -> "squash";
          case REBASE -> "fast_forward";
        };
    var body =
        Json.mapper().createObjectNode().put("type", "pullrequest").put("merge_strategy", strategy);
    var _ = connection.send("POST", path("/merge", number), body);
  }
}
