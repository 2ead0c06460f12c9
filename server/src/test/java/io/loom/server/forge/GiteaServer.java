package io.loom.server.forge;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.ground.http.Json;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/// A real Gitea with the users `octo`, `rosa` and `max`. `LOOM_GITEA` names its program,
/// `LOOM_GITEA_ROOT` the folder of its sources; `tests/gitea.sh` makes both.
final class GiteaServer implements AutoCloseable {
  static final String PASSWORD = "Password-1";

  private final Path program;
  private final Path folder;
  private final Path settings;
  private final String url;
  private final Process process;
  private final HttpClient client = HttpClient.newHttpClient();

  GiteaServer(Path folder) throws IOException, InterruptedException {
    this.program = Path.of(required("LOOM_GITEA"));
    this.folder = folder;
    int port = freePort();
    this.url = "http://127.0.0.1:" + port;
    this.settings = Files.writeString(folder.resolve("app.ini"), settings(port));
    run("migrate");
    for (var user : List.of("octo", "rosa", "max")) {
      run(
          "admin",
          "user",
          "create",
          "--username",
          user,
          "--password",
          PASSWORD,
          "--email",
          user + "@example.org",
          "--must-change-password=false",
          "--admin");
    }
    this.process =
        builder("web")
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Awaitility.await()
        .atMost(Duration.ofMinutes(1))
        .ignoreExceptions()
        .until(() -> call("octo", "GET", "/version", null).has("version"));
  }

  private static String required(String variable) {
    var value = System.getenv(variable);
    if (value == null) {
      throw new IllegalStateException(variable + " is not set; run tests/gitea.sh");
    }
    return value;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private String settings(int port) {
    return """
    APP_NAME = Test
    RUN_USER = %s
    WORK_PATH = %s
    I_AM_BEING_UNSAFE_RUNNING_AS_ROOT = true
    [server]
    HTTP_ADDR = 127.0.0.1
    HTTP_PORT = %d
    ROOT_URL = %s/
    STATIC_ROOT_PATH = %s
    DISABLE_SSH = true
    [database]
    DB_TYPE = sqlite3
    PATH = %s/gitea.db
    [repository]
    ROOT = %s/repositories
    [security]
    INSTALL_LOCK = true
    PASSWORD_HASH_ALGO = pbkdf2_v1
    [log]
    LEVEL = warn
    [cron]
    ENABLED = false
    """
        .formatted(
            System.getProperty("user.name"),
            folder,
            port,
            url,
            required("LOOM_GITEA_ROOT"),
            folder,
            folder);
  }

  String url() {
    return url;
  }

  private ProcessBuilder builder(String... arguments) {
    var command = new ArrayList<>(List.of(program.toString(), "--config", settings.toString()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).directory(folder.toFile());
    builder
        .environment()
        .putAll(Map.of("HOME", folder.toString(), "GITEA_WORK_DIR", folder.toString()));
    return builder;
  }

  private String run(String... arguments) throws IOException, InterruptedException {
    var running = builder(arguments).redirectErrorStream(true).start();
    var said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (running.waitFor() != 0) {
      throw new IOException("gitea %s: %s".formatted(List.of(arguments), said));
    }
    return said.strip();
  }

  String token(String name) throws IOException, InterruptedException {
    return run(
            "admin",
            "user",
            "generate-access-token",
            "--username",
            "octo",
            "--token-name",
            name,
            "--scopes",
            "all",
            "--raw")
        .lines()
        .reduce((_, last) -> last)
        .orElseThrow();
  }

  /// @param user who asks
  JsonNode call(String user, String method, String path, @Nullable Object body)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create(url + "/api/v1" + path))
            .header("Content-Type", "application/json")
            .header("Authorization", basic(user))
            .method(
                method, HttpRequest.BodyPublishers.ofString(body == null ? "" : Json.write(body)));
    var answer = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new IOException(
          "%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body()));
    }
    return answer.body().isBlank() ? Json.mapper().missingNode() : Json.tree(answer.body());
  }

  private static String basic(String user) {
    var text = (user + ":" + PASSWORD).getBytes(StandardCharsets.UTF_8);
    return "Basic " + java.util.Base64.getEncoder().encodeToString(text);
  }

  @Override
  public void close() {
    process.destroy();
    client.close();
    try {
      process.waitFor();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
