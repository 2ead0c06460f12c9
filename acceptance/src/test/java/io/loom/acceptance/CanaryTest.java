package io.loom.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/// A secret in every place where one can enter is found nowhere else: in no log, file, answer,
/// event or child process, and not in what a crash leaves.
@Tag("acceptance")
@Timeout(180)
class CanaryTest {
  private static final String SCRIPT =
      """
      otherwise:
        tool_calls:
          - name: run_command
            arguments: {command: "env; cat /proc/[0-9]*/environ"}
          - name: run_command
            arguments: {command: "sleep 600"}
      """;

  /// Where the operator puts secrets himself.
  private static final Set<String> GIVEN = Set.of(".env");

  private final Canary canary = new Canary();

  @TempDir(cleanup = CleanupMode.ON_SUCCESS)
  private Path folder;

  @Test
  void secretsAreFoundNowhere() throws IOException {
    try (var vendor = new EchoingVendor();
        var model = Model.play(folder.resolve("model"), SCRIPT, "20ms");
        var loom = start(vendor)) {
      storeSecrets(loom.api(), model, vendor);
      var bead = work(loom);
      await("the vendor is shown its keys")
          .atMost(Duration.ofSeconds(30))
          .until(() -> vendor.keys() >= 2);

      assertThat(refusals(loom.api())).isEmpty();
      assertThat(environments(loom)).isEmpty();
      assertThat(answers(loom.api(), bead)).isEmpty();
      assertThat(canary.filesBelow(loom.folder(), Set.of())).hasSize(GIVEN.size());
      assertThat(canary.filesBelow(loom.folder(), GIVEN)).isEmpty();

      loom.killWithChildren();
      loom.restart();
      loom.crash();
      assertThat(filesNamed(loom.folder(), "hs_err")).isNotEmpty();
      assertThat(filesNamed(loom.folder(), "core")).isEmpty();
      assertThat(canary.filesBelow(loom.folder(), GIVEN)).isEmpty();
    }
  }

  private Loom start(EchoingVendor vendor) throws IOException {
    var home = Files.createDirectories(folder.resolve("loom"));
    Files.writeString(
        home.resolve(".env"),
        """
        CONFIGURED_KEY=%s
        JWT_SECRET=%s
        WEBHOOK_SECRET=%s
        """
            .formatted(canary.in("configured-key"), canary.in("jwt-secret"), canary.in("webhook")));
    return Loom.start(
        home,
        Map.of("LOOM_PASSWORD", canary.in("password")),
        "providers: [{id: configured, endpoint: '%s', api_key: '${CONFIGURED_KEY}'}]"
            .formatted(vendor.url()),
        "security: {jwt_secret: '${JWT_SECRET}', webhook_secret: '${WEBHOOK_SECRET}'}",
        "dispatch: {cool_down: 1s}",
        "health: {interval: 3s}");
  }

  private void storeSecrets(Api api, Model model, EchoingVendor vendor) {
    var provider = new java.util.TreeMap<String, Object>(model.provider());
    provider.put("api_key", canary.in("api-key"));
    api.post("/api/v1/providers", provider);
    api.post(
        "/api/v1/providers",
        Map.of(
            "id",
            "echoing",
            "type",
            "openai",
            "endpoint",
            vendor.url(),
            "api_key",
            canary.in("echoed-key")));
    var origin = Origin.ofFiles(folder, "sing", Map.of("README.md", "# Sing\n"));
    api.post(
        "/api/v1/projects",
        Map.of(
            "id",
            "sing",
            "name",
            "Sing",
            "git_repo",
            origin.url(),
            "branch",
            "main",
            "bead_prefix",
            "sing",
            "context",
            Map.of("test_command", "true")));
    api.post(
        "/api/v1/secrets",
        Map.of(
            "scope", "project", "scope_id", "sing", "name", "TOKEN", "value", canary.in("secret")));
    api.put("/api/v1/secrets/project/sing/TOKEN", Map.of("value", canary.in("new-secret")));
    api.post("/api/v1/system/vault/rotate", Map.of());
    api.post(
        "/api/v1/system/vault/password",
        Map.of(
            "current_password", canary.in("password"),
            "new_password", canary.in("next-password")));
    assertThat(
            api.post("/api/v1/secrets/project/sing/TOKEN/reveal", Map.of()).path("value").asText())
        .isEqualTo(canary.in("new-secret"));
  }

  /// Waits until an agent's command looks around in its sandbox.
  ///
  /// @return the id of its bead
  private static String work(Loom loom) {
    var bead =
        loom.api()
            .post("/api/v1/beads", Map.of("project_id", "sing", "title", "Sing", "priority", 0));
    await("a command runs in a sandbox, see " + loom.log())
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            loom.descendants().stream()
                .anyMatch(it -> it.info().commandLine().orElse("").contains("sleep 600")));
    return bead.path("id").asText();
  }

  /// The children of the server whose environment has a secret.
  private List<String> environments(Loom loom) {
    var children = loom.descendants();
    assertThat(children).isNotEmpty();
    return children.stream()
        .filter(it -> canary.singsIn(Canary.read(Path.of("/proc/%d/environ".formatted(it.pid())))))
        .map(it -> it.info().commandLine().orElse("?"))
        .toList();
  }

  /// The routes whose refusal repeats a secret that was sent in the wrong way.
  private List<String> refusals(Api api) throws IOException {
    var secret = canary.in("refused");
    var found = new ArrayList<String>();
    var bodies =
        List.of(
            secret,
            "\"" + secret + "\"",
            "[\"" + secret + "\"]",
            "{\"api_key\": " + secret + "}",
            "{\"api_key\": \"" + secret,
            "{\"api_key\": [\"" + secret + "\"], \"value\": {\"x\": \"" + secret + "\"}}",
            "{\"name\": [\"" + secret + "\"], \"current_password\": [\"" + secret + "\"]}",
            "{\"value\": \"" + secret + "\", \"new_password\": \"" + secret + "\"}",
            "{\"id\": \"x\", \"name\": \"x\", \"branch\": \"main\", \"git_repo\":"
                + " \"https://user:"
                + secret
                + "@localhost/x.git\"}",
            "{\"id\": \"x\", \"endpoint\": \"http://user:" + secret + "@localhost/v1\"}");
    for (var noun :
        List.of("providers", "projects", "beads", "agents", "secrets", "system/vault/password")) {
      for (var body : bodies) {
        var path = "/api/v1/%s?token=%s".formatted(noun, secret);
        var answer = api.send("POST", path, body);
        assertThat(answer.status()).as(path + " " + body).isBetween(400, 499);
        if (canary.singsIn(answer.text())) {
          found.add(noun + " " + body + ": " + answer.text());
        }
      }
    }
    return found;
  }

  /// The routes that show a secret to an administrator who did not ask for it.
  private List<String> answers(Api api, String bead) throws IOException {
    var found = new ArrayList<String>();
    var run = api.runs("bead_id=" + bead).getFirst().path("id").asText();
    for (var path :
        List.of(
            "agents",
            "beads",
            "beads/" + bead,
            "beads/" + bead + "/comments",
            "decisions",
            "projects",
            "projects/sing",
            "projects/sing/state",
            "projects/sing/comments",
            "providers",
            "providers/scripted",
            "providers/scripted/models",
            "providers/echoing",
            "providers/echoing/models",
            "providers/configured",
            "personas",
            "runs",
            "runs/" + run,
            "runs/" + run + "/steps",
            "secrets",
            "secrets/project/sing/TOKEN",
            "secrets/project/sing/TOKEN/versions",
            "system/status",
            "system/vault",
            "events?limit=1000",
            "events/stats",
            "health")) {
      var answer = api.send("GET", "/api/v1/" + path, "");
      assertThat(answer.status()).as(path).isIn(200, 502);
      if (canary.singsIn(answer.text())) {
        found.add(path + ": " + answer.text());
      }
    }
    return found;
  }

  @Test
  void settingsThatAreRefusedAreNotRepeated() throws IOException {
    var secret = canary.in("setting");
    for (var setting :
        List.of(
            "providers: [{id: a, endpoint: 'http://localhost', api_key: %s}]",
            "providers: [{id: a, endpoint: 'http://user:%s@localhost'}]",
            "projects: [{id: a, git_repo: 'https://user:%s@localhost/x.git', branch: main}]",
            "security: {jwt_secret: [%s]}",
            "server: {http_port: '${SECRET}'}",
            "database: {type: postgres, dsn: 'postgres://loom:%s@localhost:1/none'}")) {
      var file = Files.writeString(folder.resolve("bad.yaml"), setting.formatted(secret));
      Files.writeString(folder.resolve(".env"), "SECRET=" + secret);

      var refused =
          Shell.attempt(folder, Distribution.command(), "serve", "-config", file.toString());

      assertThat(refused.exitCode()).as(setting).isEqualTo(1);
      assertThat(canary.singsIn(refused.output())).as(refused.output()).isFalse();
    }
    assertThat(canary.filesBelow(folder, Set.of(".env", "bad.yaml"))).isEmpty();
  }

  private static List<Path> filesNamed(Path folder, String start) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(start)).toList();
    }
  }
}
