package io.loom.bench.whole;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.base.Secret;
import io.loom.bench.rehearse.Options;
import io.loom.bench.rehearse.Script;
import io.loom.bench.rehearse.ScriptException;
import io.loom.bench.rehearse.ScriptedModel;
import io.loom.ground.config.ConfigResult;
import io.loom.ground.config.Environment;
import io.loom.ground.database.DatabaseConfig;
import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Json;
import io.loom.server.LoomServer;
import io.loom.server.ServerSecrets;
import io.loom.server.config.LoomConfig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/// A server with one project on a real repository and a scripted model, all in a temporary folder.
final class Loom implements AutoCloseable {
  private final Path folder;
  private final LoomServer server;
  private final ScriptedModel model;
  private final HttpClient client = HttpClient.newHttpClient();

  private Loom(Path folder, LoomServer server, ScriptedModel model) {
    this.folder = folder;
    this.server = server;
    this.model = model;
  }

  static Loom start(Path folder, DatabaseKind database, String script, String settings)
      throws IOException, ScriptException {
    var model =
        ScriptedModel.start(Script.parse("script", script), Options.onFreePort(Clock.systemUTC()));
    var yaml =
        """
        server: {http_port: 0}
        dispatch: {cool_down: 1s}
        beads: {sync_interval: 200ms}
        %s
        weavers: {root: %s}
        git: {project_key_dir: %s}
        agents: {default_persona_path: %s}
        %s
        """
            .formatted(
                database(database),
                folder.resolve("weavers"),
                folder.resolve("projects"),
                root().resolve("personas"),
                settings);
    var config =
        switch (LoomConfig.parse("test", yaml, Environment.of(Map.of()))) {
          case ConfigResult.Loaded<LoomConfig>(var loaded, _) -> loaded;
          case ConfigResult.Refused<LoomConfig>(var problems) ->
              throw new IllegalArgumentException(problems.toString());
        };
    var secrets = new ServerSecrets(folder.resolve(".keys.json"), new Secret("test-password"));
    return new Loom(folder, LoomServer.start(config, secrets, root()), model);
  }

  private static String database(DatabaseKind kind) {
    return switch (kind.freshConfig(List.of("db/server"))) {
      case DatabaseConfig.Sqlite(var path) -> "database: {type: sqlite, path: %s}".formatted(path);
      case DatabaseConfig.Postgresql(var dsn, _) ->
          "database: {type: postgres, dsn: \"%s\"}".formatted(dsn.reveal());
    };
  }

  static Path root() {
    return Path.of(System.getProperty("loom.root", ".."));
  }

  ScriptedModel model() {
    return model;
  }

  /// Makes a bare repository with these files on its main branch.
  String repository(Map<String, String> files) throws IOException, InterruptedException {
    var work = Files.createDirectories(folder.resolve("work"));
    for (var file : files.entrySet()) {
      var path = work.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    git(work, "init", "-q", "-b", "main");
    git(work, "add", "-A");
    git(work, "-c", "user.name=t", "-c", "user.email=t@x", "commit", "-qm", "Begin");
    git(folder, "clone", "-q", "--bare", "work", "origin.git");
    return "file://" + folder.resolve("origin.git");
  }

  String git(Path place, String... arguments) throws IOException, InterruptedException {
    var command = new java.util.ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    var process =
        new ProcessBuilder(command).directory(place.toFile()).redirectErrorStream(true).start();
    var output =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(String.join(" ", command) + ": " + output);
    }
    return output;
  }

  Path origin() {
    return folder.resolve("origin.git");
  }

  JsonNode get(String path) {
    return send(HttpRequest.newBuilder(uri(path)).build());
  }

  JsonNode post(String path, Object body) {
    return send(
        HttpRequest.newBuilder(uri(path))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(Json.write(body)))
            .build());
  }

  private URI uri(String path) {
    return server.uri().resolve(path);
  }

  private JsonNode send(HttpRequest request) {
    try {
      var answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() >= 400) {
        throw new IllegalStateException(request.uri() + ": " + answer.body());
      }
      return Json.tree(answer.body().isEmpty() ? "null" : answer.body());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    model.close();
    client.close();
  }
}
