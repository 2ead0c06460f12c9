package io.loom.cli.rest;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Words an answer that is not a success.
final class Refusal {
  private static final Pattern TITLE =
      Pattern.compile("<title[^>]*>([^<]{1,200})", Pattern.CASE_INSENSITIVE);

  private Refusal() {}

  static Failure of(URI server, HttpResponse<?> response, String body) {
    int status = response.statusCode();
    if (status >= 300 && status < 400) {
      var target = response.headers().firstValue("Location").orElse("another address");
      return Failure.notReached(
          "%s sends requests on to %s.".formatted(server, target),
          "Give that server as --server-url.");
    }
    if (body.isBlank()) {
      return Failure.refused(
          status, List.of("The server answered with status %d.".formatted(status)));
    }
    return Json.parse(body)
        .filter(JsonNode::isObject)
        .map(problem -> Failure.refused(status, sentences(status, problem)))
        .orElseGet(() -> notLoom(server, status, body));
  }

  /// What a proxy or another program says in place of Loom.
  static Failure notLoom(URI server, int status, String body) {
    var title = TITLE.matcher(body);
    return Failure.notReached(
        "Something other than Loom answered at %s: status %d%s."
            .formatted(server, status, title.find() ? ", \"" + title.group(1).strip() + "\"" : ""));
  }

  private static List<String> sentences(int status, JsonNode problem) {
    var sentences = new ArrayList<String>();
    var detail = firstText(problem, "detail", "message", "error", "title");
    sentences.add(
        detail.isBlank() ? "The server answered with status %d.".formatted(status) : detail);
    for (var error : problem.path("errors")) {
      var text = firstText(error, "detail", "message");
      var field = error.path("pointer").asText("").replaceFirst("^#?/", "");
      if (!text.isBlank() && !mentions(detail, text)) {
        sentences.add(field.isEmpty() ? text : "%s: %s".formatted(field, text));
      }
    }
    return sentences;
  }

  private static boolean mentions(String detail, String text) {
    return detail.contains(text.replaceFirst("\\.$", ""));
  }

  private static String firstText(JsonNode node, String... names) {
    for (var name : names) {
      var text = node.path(name).asText("");
      if (!text.isBlank()) {
        return text;
      }
    }
    return "";
  }
}
