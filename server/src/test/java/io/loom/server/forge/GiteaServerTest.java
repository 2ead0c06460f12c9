package io.loom.server.forge;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.base.Secret;
import io.loom.server.forge.ForgePull.Mergeable;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// The contract on a real Gitea, with a repository of its own for each test.
@Tag("forge")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GiteaServerTest extends ForgeContract {
  @TempDir private static Path folder;

  private GiteaServer server;
  private HttpClient client;
  private String token = "";
  private String name = "";
  private Scene scene;

  @BeforeAll
  void start() throws Exception {
    server = new GiteaServer(folder);
    client = HttpClient.newHttpClient();
    token = server.token("loom");
  }

  @AfterAll
  void stop() {
    client.close();
    server.close();
  }

  @BeforeEach
  void givenARepository() throws Exception {
    name = "hello-" + UUID.randomUUID();
    call(
        "octo",
        "POST",
        "/user/repos",
        Map.of("name", name, "auto_init", true, "default_branch", "main"));
    for (var person : List.of("rosa", "max")) {
      repository("octo", "PUT", "/collaborators/" + person, Map.of("permission", "write"));
    }
    var first = put("main", "a.txt", "one\n");
    for (var branch : List.of("feature", "open", "done", "dropped")) {
      branch(branch, "main");
      put(branch, branch.equals("open") ? "b.txt" : branch + ".txt", "two\n");
    }
    branch("conflict", "main");
    put("conflict", "a.txt", "ours\n");
    var open = pull("open");
    var done = pull("done");
    var dropped = pull("dropped");
    var conflict = pull("conflict");
    var head = open.at("/head/sha").asText();
    say(open.path("number").asLong());
    forge().merge(done.path("number").asLong(), done.at("/head/sha").asText(), MergeMethod.SQUASH);
    forge().close(dropped.path("number").asLong());
    var mergedCommit = repository("octo", "GET", "/branches/main", null).at("/commit/id").asText();
    put("main", "a.txt", "theirs\n");
    status(first, "failure");
    status(mergedCommit, "success");
    long number = conflict.path("number").asLong();
    // It looks at what may be merged in its own time, and merges nothing before.
    await(number, Mergeable.CONFLICT);
    await(open.path("number").asLong(), Mergeable.YES);
    scene =
        new Scene(
            open.path("number").asLong(),
            done.path("number").asLong(),
            dropped.path("number").asLong(),
            number,
            mergedCommit,
            head,
            first,
            mergedCommit,
            head,
            first,
            Mergeable.CONFLICT);
  }

  private void await(long number, Mergeable mergeable) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> forge().read(number).mergeable() == mergeable);
  }

  @AfterEach
  void removeTheRepository() throws Exception {
    repository("octo", "DELETE", "", null);
  }

  private void say(long number) throws IOException, InterruptedException {
    var line = Map.of("path", "b.txt", "body", "Name it better", "new_position", 1);
    repository(
        "rosa",
        "POST",
        "/pulls/%d/reviews".formatted(number),
        Map.of("event", "REQUEST_CHANGES", "body", "Not yet", "comments", List.of(line)));
    repository(
        "max",
        "POST",
        "/pulls/%d/reviews".formatted(number),
        Map.of("event", "APPROVED", "body", ""));
    repository("max", "POST", "/issues/%d/comments".formatted(number), Map.of("body", "Nice work"));
  }

  private void status(String commit, String state) throws IOException, InterruptedException {
    repository("octo", "POST", "/statuses/" + commit, Map.of("context", "unit", "state", state));
  }

  private JsonNode pull(String branch) throws IOException, InterruptedException {
    return repository(
        "octo", "POST", "/pulls", Map.of("title", branch, "head", branch, "base", "main"));
  }

  private void branch(String branch, String from) throws IOException, InterruptedException {
    repository(
        "octo", "POST", "/branches", Map.of("new_branch_name", branch, "old_ref_name", from));
  }

  /// Sets a file in one commit, whether it is there or not.
  private String put(String branch, String path, String content)
      throws IOException, InterruptedException {
    var text = Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
    String before;
    try {
      before =
          repository("octo", "GET", "/contents/%s?ref=%s".formatted(path, branch), null)
              .path("sha")
              .asText();
    } catch (IOException _) {
      before = "";
    }
    var body =
        new java.util.HashMap<String, Object>(
            Map.of("content", text, "branch", branch, "message", path));
    if (!before.isEmpty()) {
      body.put("sha", before);
    }
    return repository("octo", before.isEmpty() ? "POST" : "PUT", "/contents/" + path, body)
        .at("/commit/sha")
        .asText();
  }

  private JsonNode repository(
      String user, String method, String path, @org.jspecify.annotations.Nullable Object body)
      throws IOException, InterruptedException {
    return call(user, method, "/repos/octo/" + name + path, body);
  }

  private JsonNode call(
      String user, String method, String path, @org.jspecify.annotations.Nullable Object body)
      throws IOException, InterruptedException {
    return server.call(user, method, path, body);
  }

  @Override
  Forge forge() {
    var api = URI.create(ForgeType.GITEA.api(server.url(), "127.0.0.1"));
    var address = new ForgeAddress(ForgeType.GITEA, api, "octo/" + name);
    return Forges.connect(
        address, new Secret(token), "", new ForgeMemory(), RecordedForgeTest.connection(client));
  }

  @Override
  Scene scene() {
    return scene;
  }
}
