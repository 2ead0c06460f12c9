package io.loom.server.forge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.loom.ground.http.Json;
import io.loom.server.git.TestRepository;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A forge that speaks as GitHub does, with a real repository behind it.
public final class FakeGithub implements AutoCloseable {
  public static final String TOKEN = "t0ken-that-nobody-may-see";
  private static final String REPOSITORY = "/api/v3/repos/octo/hello";

  private final TestRepository repository;
  private final HttpServer server;
  private final Map<Long, ObjectNode> pulls = new TreeMap<>();
  private final Map<Long, ArrayNode> reviews = new TreeMap<>();
  private final Map<Long, ArrayNode> comments = new TreeMap<>();
  private final ArrayNode statuses = Json.mapper().createArrayNode();
  private final List<String> requests = new ArrayList<>();
  private int broken;
  private long nextId = 100;

  public FakeGithub(TestRepository repository) {
    this.repository = repository;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::serve);
    server.start();
  }

  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// Methods and paths, in order.
  public synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  /// Answers everything with a status; 0 heals it.
  public synchronized void breakDown(int status) {
    broken = status;
  }

  public synchronized List<ObjectNode> pulls() {
    return List.copyOf(pulls.values());
  }

  public synchronized int commentsOn(long number) {
    return list(comments, number).size();
  }

  /// Somebody writes a review.
  ///
  /// @param association what he is to the repository, such as `MEMBER`
  public synchronized void review(long number, String state, String text, String association) {
    list(reviews, number).add(said(text, association).put("state", state));
  }

  public synchronized void comment(long number, String text, String association) {
    list(comments, number).add(said(text, association));
  }

  private ObjectNode said(String text, String association) {
    var note =
        Json.mapper()
            .createObjectNode()
            .put("id", nextId++)
            .put("body", text)
            .put("author_association", association)
            .put("submitted_at", "2026-01-01T12:00:00Z")
            .put("created_at", "2026-01-01T12:00:00Z");
    note.putObject("user").put("login", "rosa").put("type", "User");
    return note;
  }

  public synchronized void check(String name, String state) {
    statuses.removeAll();
    statuses.addObject().put("context", name).put("state", state);
  }

  /// Somebody closes it there.
  public synchronized void close(long number) {
    pull(number).put("state", "closed");
  }

  /// Somebody merges it there, and the branch is removed as people do.
  public synchronized String merge(long number, String method) {
    var pull = pull(number);
    var head = head(pull);
    var base = repository.git("rev-parse", "main");
    var tree =
        repository.git("merge-tree", "--write-tree", base, head).lines().findFirst().orElseThrow();
    var commit =
        method.equals("merge") ? commit(tree, "Merge", base, head) : commit(tree, method, base);
    repository.git("update-ref", "refs/heads/main", commit);
    repository.git("update-ref", "-d", "refs/heads/" + pull.at("/head/ref").asText());
    pull.put("state", "closed").put("merged", true).put("merge_commit_sha", commit);
    return commit;
  }

  private String commit(String tree, String message, String... parents) {
    var arguments = new ArrayList<>(List.of("-c", "user.name=Forge", "-c", "user.email=f@x"));
    arguments.addAll(List.of("commit-tree", tree, "-m", message));
    for (var parent : parents) {
      arguments.addAll(List.of("-p", parent));
    }
    return repository.git(arguments.toArray(String[]::new)).strip();
  }

  private ObjectNode pull(long number) {
    var pull = pulls.get(number);
    if (pull == null) {
      throw new IllegalStateException("there is no pull request " + number);
    }
    return pull;
  }

  private String head(ObjectNode pull) {
    var ref = "refs/heads/" + pull.at("/head/ref").asText();
    return repository.git("for-each-ref", "--format=%(objectname)", ref).strip();
  }

  private static ArrayNode list(Map<Long, ArrayNode> lists, long number) {
    return lists.computeIfAbsent(number, _ -> Json.mapper().createArrayNode());
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = exchange.getRequestBody().readAllBytes();
      var answer = answer(exchange, body.length == 0 ? null : Json.mapper().readTree(body));
      var bytes = answer.body().toString().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private record Answer(int status, JsonNode body) {
    static Answer message(int status, String text) {
      return new Answer(status, Json.mapper().createObjectNode().put("message", text));
    }
  }

  private synchronized Answer answer(HttpExchange exchange, @Nullable JsonNode body) {
    var uri = exchange.getRequestURI();
    requests.add(exchange.getRequestMethod() + " " + uri);
    if (broken != 0) {
      return Answer.message(broken, "broken");
    }
    if (!("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      return Answer.message(401, "Bad credentials");
    }
    if (!uri.getPath().startsWith(REPOSITORY)) {
      return Answer.message(404, "Not Found");
    }
    var path = uri.getPath().substring(REPOSITORY.length());
    return switch (exchange.getRequestMethod()) {
      case "GET" -> get(path, uri);
      default -> change(path, body == null ? Json.mapper().createObjectNode() : body);
    };
  }

  private Answer get(String path, URI uri) {
    if (path.equals("/pulls")) {
      var open = Json.mapper().createArrayNode();
      var query = String.valueOf(uri.getQuery());
      pulls.values().stream()
          .filter(pull -> pull.path("state").asText().equals("open"))
          .filter(pull -> query.contains("head=octo:" + pull.at("/head/ref").asText()))
          .forEach(pull -> open.add(shown(pull)));
      return new Answer(200, open);
    }
    if (path.endsWith("/status")) {
      var status = Json.mapper().createObjectNode();
      status.set("statuses", statuses);
      return new Answer(200, status);
    }
    if (path.endsWith("/check-runs")) {
      var runs = Json.mapper().createObjectNode();
      runs.putArray("check_runs");
      return new Answer(200, runs);
    }
    long number = Long.parseLong(path.split("/", -1)[2]);
    if (path.endsWith("/reviews")) {
      return new Answer(200, list(reviews, number));
    }
    if (path.endsWith("/comments")) {
      return new Answer(
          200,
          path.startsWith("/issues") ? list(comments, number) : Json.mapper().createArrayNode());
    }
    return new Answer(200, shown(pull(number)));
  }

  private ObjectNode shown(ObjectNode pull) {
    var shown = pull.deepCopy();
    var head = head(pull);
    if (!head.isEmpty() && pull.path("state").asText().equals("open")) {
      ((ObjectNode) shown.path("head")).put("sha", head);
      boolean clean = isClean(head);
      shown.put("mergeable", clean);
    }
    return shown;
  }

  private boolean isClean(String head) {
    try {
      var _ = repository.git("merge-tree", "--write-tree", "main", head);
      return true;
    } catch (IllegalStateException _) {
      return false;
    }
  }

  private Answer change(String path, JsonNode body) {
    if (path.equals("/pulls")) {
      return open(body);
    }
    long number = Long.parseLong(path.split("/", -1)[2]);
    if (path.endsWith("/merge")) {
      if (!body.path("sha").asText().equals(head(pull(number)))) {
        return Answer.message(409, "Head branch was modified. Review and try the merge again.");
      }
      var commit = merge(number, body.path("merge_method").asText());
      return new Answer(
          200, Json.mapper().createObjectNode().put("merged", true).put("sha", commit));
    }
    if (path.endsWith("/comments")) {
      comment(number, body.path("body").asText(), "OWNER");
      return new Answer(201, Json.mapper().createObjectNode());
    }
    pull(number).put("state", body.path("state").asText());
    return new Answer(200, shown(pull(number)));
  }

  private Answer open(JsonNode body) {
    var branch = body.path("head").asText();
    boolean isThere =
        pulls.values().stream()
            .anyMatch(pull ->
                pull.path("state").asText().equals("open")
                    && pull.at("/head/ref").asText().equals(branch));
    if (isThere) {
      return Answer.message(422, "A pull request already exists for octo:" + branch + ".");
    }
    long number = pulls.size() + 1L;
    var pull =
        Json.mapper()
            .createObjectNode()
            .put("number", number)
            .put("state", "open")
            .put("merged", false)
            .put("title", body.path("title").asText())
            .put("body", body.path("body").asText())
            .put("html_url", "https://github.example/octo/hello/pull/" + number);
    pull.putObject("head").put("ref", branch).put("sha", "");
    pull.putObject("base").put("ref", body.path("base").asText());
    pulls.put(number, pull);
    return new Answer(201, shown(pull));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
