package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Json;
import io.loom.cli.screen.Screen;
import io.loom.cli.screen.Span;
import io.loom.cli.screen.Table;
import io.loom.cli.screen.Tint;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `loom provider`.
@Command(name = "provider", addMethodSubcommands = false, description = "Where models are asked.")
final class ProviderCommand {
  private final Session session;

  ProviderCommand(Session session) {
    this.session = session;
  }

  @Command(name = "list", description = "List the providers and how they are.")
  void list() {
    var providers = session.client().get(ApiPath.of("providers"));
    session.list(
        providers,
        "There are no providers. `loom provider add ID --endpoint URL` makes one.",
        screen -> table(screen, providers));
  }

  private static Table table(Screen screen, JsonNode providers) {
    var table = new Table("ID", "STATUS", "MODEL", "endpoint", "SEEN", "problem");
    for (var provider : providers) {
      table.row(
          Span.bold(text(provider, "id")),
          Span.status(text(provider, "status")),
          Span.of(text(provider, "model", "selected_model")),
          Span.dim(text(provider, "endpoint")),
          screen.age(text(provider, "last_heartbeat_at")),
          new Span(text(provider, "last_heartbeat_error"), Tint.RED));
    }
    return table;
  }

  @Command(name = "show", description = "Show a provider: its model, its health, its last error.")
  void show(@Parameters(paramLabel = "ID", description = "The provider.") String id) {
    var provider = session.client().get(ApiPath.of("providers", id));
    session.show(provider, screen -> show(screen, provider));
  }

  private static void show(Screen screen, JsonNode provider) {
    screen.line(Span.bold(text(provider, "name")), Span.dim("  " + text(provider, "id")));
    screen.field("status", Span.status(text(provider, "status")));
    screen.field("problem", new Span(text(provider, "last_heartbeat_error"), Tint.RED));
    screen.field("failing", screen.age(text(provider, "failing_since")));
    screen.field("next try", screen.age(text(provider, "next_heartbeat_at")));
    screen.field("type", text(provider, "type"));
    screen.field("endpoint", text(provider, "endpoint"));
    screen.field("model", text(provider, "model", "selected_model"));
    screen.field("because", text(provider, "selection_reason"));
    screen.field("context", text(provider, "context_window"));
    boolean hasKey = !text(provider, "key_id").isEmpty() || provider.path("has_key").asBoolean();
    screen.field("API key", hasKey ? "in the vault" : "none");
    screen.field("seen", screen.age(text(provider, "last_heartbeat_at")));
    var latency = text(provider, "last_heartbeat_latency_ms");
    screen.field("latency", latency.isEmpty() ? "" : latency + " ms");
    screen.field("description", text(provider, "description"));
  }

  @Command(name = "add", description = "Register a provider, or change one.")
  void add(
      @Parameters(paramLabel = "ID", description = "What it is called in commands.") String id,
      @Option(
              names = "--endpoint",
              required = true,
              paramLabel = "URL",
              description = "Such as http://localhost:11434/v1.")
          String endpoint,
      @Option(names = "--model", description = "The model; else one that the provider lists.")
          @Nullable String model,
      @Option(names = "--name", description = "What people call it.") @Nullable String name,
      @Option(
              names = "--type",
              defaultValue = "openai",
              description = "The kind; ${DEFAULT-VALUE} if not said.")
          String type,
      @Option(names = "--description", paramLabel = "TEXT", description = "For people.")
          @Nullable String description,
      @Mixin ApiKeyOptions key) {
    var body = Json.object().put("id", id).put("endpoint", endpoint).put("type", type);
    Bodies.put(body, "name", name);
    Bodies.put(body, "model", model);
    Bodies.put(body, "description", description);
    Bodies.put(body, "api_key", key.read(session.terminal()));
    var provider = session.client().post(ApiPath.of("providers"), body);
    session.say(
        provider, "Registered provider %s; it is %s.".formatted(id, text(provider, "status")));
  }

  @Command(name = "delete", description = "Remove a provider and its API key.")
  void delete(@Parameters(paramLabel = "ID", description = "The provider.") String id) {
    var answer = session.client().delete(ApiPath.of("providers", id));
    session.say(answer, "Deleted provider %s.".formatted(id));
  }

  @Command(name = "models", description = "List the models that a provider offers.")
  void models(@Parameters(paramLabel = "ID", description = "The provider.") String id) {
    var answer = session.client().get(ApiPath.of("providers", id, "models"));
    session.show(answer, screen -> models(screen, id, answer.path("models")));
  }

  private static void models(Screen screen, String id, JsonNode models) {
    if (models.isEmpty()) {
      screen.line("Provider %s lists no models.".formatted(id));
      return;
    }
    var table = new Table("MODEL", "CONTEXT", "OWNER");
    for (var model : models) {
      table.row(
          Span.bold(model.isTextual() ? model.asText() : text(model, "id")),
          Span.of(text(model, "max_model_len", "context_window")),
          Span.dim(text(model, "owned_by")));
    }
    screen.table(table);
  }
}
