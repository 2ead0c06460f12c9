package io.loom.server.provider;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.ground.http.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Looks whether a provider answers, and which models it has. Safe for many threads.
final class ProviderProbe {
  /// What a look at a provider found.
  sealed interface Finding {
    record Reached(List<Model> models, Duration latency) implements Finding {
      public Reached {
        models = List.copyOf(models);
      }
    }

    /// @param error in plain words, without secrets
    record Unreachable(String error) implements Finding {}

    /// This end gave up.
    record Interrupted() implements Finding {}
  }

  /// @param created in seconds since 1970, 0 when unknown
  /// @param contextWindow in tokens, if the provider says it
  record Model(String id, String ownedBy, long created, @Nullable Integer contextWindow) {
    private static final Pattern NO_CHAT =
        Pattern.compile("(?i)embed|whisper|tts|dall-e|moderation|rerank|transcri|image|speech");

    /// Whether its name speaks against talking to it.
    boolean isForChat() {
      return !NO_CHAT.matcher(id).find();
    }
  }

  private static final List<String> WINDOW_FIELDS =
      List.of("max_model_len", "context_length", "context_window");

  private final ProviderConnection connection;
  private final Duration timeout;

  ProviderProbe(ProviderConnection connection, Duration timeout) {
    this.connection = connection;
    this.timeout = timeout;
  }

  Finding probe(Provider provider) {
    try {
      long start = System.nanoTime();
      var response = connection.send(connection.request(provider, "/models").GET(), timeout);
      var text = text(response);
      var latency = Duration.ofNanos(System.nanoTime() - start);
      return worded(provider, found(response, text, latency));
    } catch (InterruptedException | InterruptedIOException _) {
      Thread.currentThread().interrupt();
      return new Finding.Interrupted();
    } catch (IOException e) {
      return new Finding.Unreachable(FailureWords.of(e, Endpoint.of(provider, "/models")));
    }
  }

  private Finding worded(Provider provider, Finding finding) {
    return finding instanceof Finding.Unreachable(var error)
        ? new Finding.Unreachable(connection.withoutKey(provider, error))
        : finding;
  }

  private static String text(HttpResponse<InputStream> response) throws IOException {
    try (var body = response.body()) {
      return new String(body.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static Finding found(HttpResponse<?> response, String text, Duration latency) {
    int status = response.statusCode();
    if (status / 100 != 2) {
      return new Finding.Unreachable(refusal(response, status, text));
    }
    var models = models(text);
    if (models == null) {
      return new Finding.Unreachable(
          "%s answers %s".formatted(response.uri(), FailureWords.notJson(text)));
    }
    return models.isEmpty()
        ? new Finding.Unreachable("%s lists no models; add one there".formatted(response.uri()))
        : new Finding.Reached(models, latency);
  }

  private static String refusal(HttpResponse<?> response, int status, String text) {
    var said =
        switch (VendorAnswer.refusal(status, response.headers(), text, Instant.EPOCH)) {
          case ModelOutcome.Refused(_, var reason) -> reason;
          case ModelOutcome.Retryable(var reason, _) -> reason;
          case ModelOutcome.ContextTooLong(var reason) -> reason;
          case ModelOutcome.Answered _ -> "";
        };
    return switch (status) {
      case 401, 403 -> "the API key is refused (%s)".formatted(said);
      case 404 -> "there is no %s; check the endpoint (%s)".formatted(response.uri(), said);
      default -> said;
    };
  }

  /// The models in a list as vendors write it: in `data`, in `models`, or bare.
  private static @Nullable List<Model> models(String text) {
    JsonNode document;
    try {
      document = Json.tree(text);
    } catch (IllegalArgumentException _) {
      return null;
    }
    var list = document.isArray() ? document : document.path("data");
    list = list.isArray() ? list : document.path("models");
    if (!list.isArray()) {
      return null;
    }
    var models = new ArrayList<Model>();
    for (var entry : list) {
      var id = entry.path("id").asText(entry.path("name").asText(""));
      if (!id.isBlank()) {
        models.add(
            new Model(
                id,
                entry.path("owned_by").asText(""),
                entry.path("created").asLong(),
                contextWindow(entry)));
      }
    }
    return models;
  }

  private static @Nullable Integer contextWindow(JsonNode model) {
    for (var field : WINDOW_FIELDS) {
      int tokens = model.path(field).asInt(0);
      if (tokens > 0) {
        return tokens;
      }
    }
    return null;
  }
}
