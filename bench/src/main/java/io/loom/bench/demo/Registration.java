package io.loom.bench.demo;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Json;
import io.loom.cli.rest.LoomClient;
import java.net.URI;
import java.time.Duration;

/// Makes the provider and the project known to the server, over its API.
final class Registration {
  static final String PROJECT = "humanize";

  private static final Duration PROBE_LIMIT = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final LoomClient client;

  Registration(LoomClient client) {
    this.client = client;
  }

  /// Registers the scripted model, which has no price.
  String scripted(URI address) throws DemoFailure, InterruptedException {
    var body = Json.object();
    body.put("id", "scripted");
    body.put("name", "Scripted model");
    body.put("type", "openai");
    body.put("endpoint", address.toString());
    body.put("model", "scripted");
    return reached(client.post(ApiPath.of("providers"), body));
  }

  /// Registers the user's own; the key goes into the server's vault.
  String own(AnsweringModel.Own model) throws DemoFailure, InterruptedException {
    var body = Json.object();
    body.put("id", "own");
    body.put("name", model.url().getHost());
    body.put("type", "openai");
    body.put("endpoint", model.url().toString());
    body.put("model", model.model());
    if (model.apiKey() != null) {
      body.put("api_key", model.apiKey().reveal());
    }
    return reached(client.post(ApiPath.of("providers"), body));
  }

  /// Waits for the first probe and answers the model that will be asked.
  private String reached(JsonNode registered) throws DemoFailure, InterruptedException {
    var id = text(registered, "id");
    long deadline = System.nanoTime() + PROBE_LIMIT.toNanos();
    while (true) {
      var provider = client.get(ApiPath.of("providers", id));
      var status = text(provider, "status");
      if (status.equals("active") || status.equals("healthy")) {
        return text(provider, "model");
      }
      if (!status.equals("pending") || System.nanoTime() > deadline) {
        throw new DemoFailure(
            "%s does not answer as a model should: %s"
                .formatted(text(provider, "endpoint"), text(provider, "last_heartbeat_error")),
            "Look at PROVIDER_URL, MODEL and API_KEY, and run the demo again.");
      }
      Thread.sleep(PAUSE);
    }
  }

  void project(DemoRepository repository) {
    var body = Json.object();
    body.put("id", PROJECT);
    body.put("name", "Humanize");
    body.put("git_repo", repository.address().toString());
    body.put("branch", DemoRepository.BRANCH);
    body.putObject("context")
        .put("build_command", ProjectTests.BUILD)
        .put("test_command", ProjectTests.TEST);
    client.post(ApiPath.of("projects"), body);
  }
}
