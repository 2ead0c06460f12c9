package io.loom.bench.rehearse;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.loom.base.Secret;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Decides what each request gets. Safe for many threads.
final class Routes {
  private final Script script;
  private final @Nullable Secret apiKey;
  private final InstantSource clock;
  private final RuleChooser chooser;
  private final BoughtAnswers bought = new BoughtAnswers();

  Routes(Script script, @Nullable Secret apiKey, InstantSource clock) {
    this.script = script;
    this.apiKey = apiKey;
    this.clock = clock;
    this.chooser = new RuleChooser(script.rules());
  }

  /// @param bodyHash SHA-256 of the request's body, in hexadecimal
  Decision decide(HttpRequest request, String bodyHash) {
    if (!mayAsk(request)) {
      return refuse(401, "invalid_api_key", "The bearer key is missing or wrong.", null);
    }
    return switch (request.method() + " " + request.path()) {
      case "GET /v1/models" -> models();
      case "POST /v1/chat/completions" -> completion(request, bodyHash);
      default ->
          refuse(
              404,
              "not_found",
              "No route %s %s.".formatted(request.method(), request.path()),
              null);
    };
  }

  private boolean mayAsk(HttpRequest request) {
    var header = request.header("authorization");
    return apiKey == null
        || (header != null
            && header.startsWith("Bearer ")
            && apiKey.equals(new Secret(header.substring("Bearer ".length()).strip())));
  }

  private Decision models() {
    var root = JsonNodeFactory.instance.objectNode().put("object", "list");
    var data = root.putArray("data");
    for (var model : script.models()) {
      data.addObject()
          .put("id", model.id())
          .put("object", "model")
          .put("created", 0)
          .put("owned_by", "rehearsal")
          .put("max_model_len", model.contextLength())
          .put("context_length", model.contextLength());
    }
    return new Decision(
        HttpAnswer.of(200, HttpAnswer.JSON, root.toString()),
        null,
        script.latency(),
        false,
        false,
        null,
        null);
  }

  private Decision completion(HttpRequest request, String bodyHash) {
    Conversation conversation;
    try {
      conversation = Conversation.parse(request.body());
    } catch (IllegalArgumentException e) {
      return refuse(400, "invalid_request", String.valueOf(e.getMessage()), null);
    }
    var key = request.header("idempotency-key");
    if (key == null) {
      return answer(conversation, bodyHash);
    }
    return bought.once(
        key,
        bodyHash,
        () -> answer(conversation, bodyHash),
        () ->
            refuse(
                422,
                "idempotency_key_reused",
                "Idempotency-Key %s came with another body before.".formatted(key),
                conversation));
  }

  private Decision answer(Conversation conversation, String bodyHash) {
    return chooser
        .choose(conversation)
        .map(rule -> play(rule, conversation, bodyHash))
        .orElseGet(() -> noRule(conversation));
  }

  private Decision play(Rule rule, Conversation conversation, String bodyHash) {
    var reply = rule.reply().spokenTo(conversation);
    var said =
        ChatAnswer.of(script, conversation, reply, bodyHash, clock.instant().getEpochSecond());
    var fault = reply.fault();
    return new Decision(
        fault == null ? said : disturb(fault, said),
        fault,
        script.latencyOf(reply),
        false,
        false,
        conversation,
        rule.name());
  }

  private static HttpAnswer disturb(Fault fault, HttpAnswer said) {
    return switch (fault) {
      case Fault.Hang _, Fault.Cut _ -> said;
      case Fault.Malformed _ -> breakOff(said);
      case Fault.Html(var status) ->
          HttpAnswer.of(
              status,
              "text/html",
              "<!DOCTYPE html><html><body><h1>Something in between</h1></body></html>\n");
      case Fault.Status(var status, var retryAfter, var message) -> {
        var error = error(status, "scripted_error", message);
        yield retryAfter == null
            ? error
            : new HttpAnswer(
                status,
                error.contentType(),
                Map.of("Retry-After", Long.toString(retryAfter.toSeconds())),
                error.chunks());
      }
    };
  }

  /// Half of the first chunk and nothing more, in a body that is complete as far as HTTP goes.
  private static HttpAnswer breakOff(HttpAnswer said) {
    var first = said.chunks().getFirst();
    return new HttpAnswer(
        said.status(),
        said.contentType(),
        said.headers(),
        List.of(Arrays.copyOf(first, first.length / 2)));
  }

  private Decision noRule(Conversation conversation) {
    return refuse(
        500,
        "no_rule",
        "%s has no rule for turn %d of a conversation about %s that begins \"%s\" and ends \"%s\"."
            .formatted(
                script.source(),
                conversation.turn(),
                conversation.bead() == null ? "no bead" : "bead " + conversation.bead(),
                excerpt(conversation.firstUserText()),
                excerpt(conversation.messages().getLast().text())),
        conversation);
  }

  private static String excerpt(String text) {
    return text.length() <= 120 ? text : text.substring(0, 120) + "…";
  }

  private static Decision refuse(
      int status, String code, String message, @Nullable Conversation conversation) {
    return Decision.refuse(error(status, code, message), conversation);
  }

  private static HttpAnswer error(int status, String code, String message) {
    var root = JsonNodeFactory.instance.objectNode();
    root.putObject("error")
        .put("message", message)
        .put("type", status < 500 ? "invalid_request_error" : "server_error")
        .put("code", code);
    return HttpAnswer.of(status, HttpAnswer.JSON, root.toString());
  }
}
