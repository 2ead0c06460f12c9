package io.loom.server.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.ground.http.Json;
import io.loom.server.provider.ModelOutcome.Answered;
import io.loom.server.provider.ModelOutcome.ContextTooLong;
import io.loom.server.provider.ModelOutcome.Refused;
import io.loom.server.provider.ModelOutcome.Retryable;
import io.loom.server.provider.ModelOutcome.Usage;
import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a provider's words mean: its statuses, its error bodies, its answers. Pure.
final class VendorAnswer {
  private static final Pattern TOO_LONG =
      Pattern.compile(
          "(?i)context.?(length|window|size)|maximum context|too many (input )?tokens"
              + "|(prompt|input|request)( is| was)? too (long|large)"
              + "|reduce the length of the (messages|prompt)");
  private static final Duration LONGEST_WAIT = Duration.ofHours(24);
  private static final int BYTES_PER_TOKEN = 4;

  private VendorAnswer() {}

  /// An answer whose status is not a success.
  static ModelOutcome refusal(int status, HttpHeaders headers, String body, Instant now) {
    var message = message(body);
    var reason = "status %d: %s".formatted(status, message);
    return switch (status) {
      case 408, 409, 425, 429 -> new Retryable(reason, retryAfter(headers, now));
      case 413 -> new ContextTooLong(reason);
      case 400, 422 ->
          isTooLong(body, message) ? new ContextTooLong(reason) : new Refused(status, reason);
      default ->
          status >= 500
              ? new Retryable(reason, retryAfter(headers, now))
              : new Refused(status, redirected(status, headers).orElse(reason));
    };
  }

  /// An error that came where an answer should have been: in a body or a stream with status 200.
  static ModelOutcome error(JsonNode document) {
    var message = message(document.toString());
    if (isTooLong(document.toString(), message)) {
      return new ContextTooLong(message);
    }
    int status = document.path("error").path("code").asInt(0);
    return status >= 400 && status < 500 && status != 408 && status != 429
        ? new Refused(status, message)
        : new Retryable("the provider broke off: " + message, Optional.empty());
  }

  /// A whole answer.
  ///
  /// @param requestBytes for guessing the usage when the provider does not say it
  static ModelOutcome answer(ObjectNode completion, int requestBytes, boolean replayed) {
    if (completion.path("error").isObject() || completion.path("error").isTextual()) {
      return error(completion);
    }
    if (!completion.path("choices").path(0).path("message").isObject()) {
      return new Retryable(
          "an answer without a message: " + FailureWords.shorten(completion.toString()),
          Optional.empty());
    }
    completion.put("object", "chat.completion");
    return new Answered(completion.toString(), usage(completion, requestBytes), replayed);
  }

  private static Usage usage(ObjectNode completion, int requestBytes) {
    var usage = completion.path("usage");
    if (!usage.path("prompt_tokens").isNumber() && !usage.path("completion_tokens").isNumber()) {
      // A budget is better served by a guess than by nothing.
      var message = completion.path("choices").path(0).path("message").toString();
      return new Usage(requestBytes / BYTES_PER_TOKEN, message.length() / BYTES_PER_TOKEN, 0);
    }
    var cached = usage.path("prompt_tokens_details").path("cached_tokens");
    return new Usage(
        usage.path("prompt_tokens").asLong(),
        usage.path("completion_tokens").asLong(),
        cached.isNumber() ? cached.asLong() : usage.path("prompt_cache_hit_tokens").asLong());
  }

  static boolean replayed(HttpHeaders headers) {
    return headers.firstValue("Idempotency-Replay").filter("true"::equalsIgnoreCase).isPresent()
        || headers.firstValue("Idempotent-Replayed").filter("true"::equalsIgnoreCase).isPresent();
  }

  /// How long a provider asks to be left alone: seconds or a date, and milliseconds where it is
  /// exact.
  static Optional<Duration> retryAfter(HttpHeaders headers, Instant now) {
    return headers
        .firstValue("retry-after-ms")
        .flatMap(text -> millis(text, 1))
        .or(() -> headers.firstValue("retry-after").flatMap(text -> secondsOrDate(text, now)))
        .map(asked -> asked.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : asked);
  }

  private static Optional<Duration> secondsOrDate(String text, Instant now) {
    return millis(text, 1_000).or(() -> date(text, now));
  }

  private static Optional<Duration> millis(String text, int unit) {
    try {
      double millis = Double.parseDouble(text.strip()) * unit;
      return millis >= 0 ? Optional.of(Duration.ofMillis((long) millis)) : Optional.empty();
    } catch (NumberFormatException _) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> date(String text, Instant now) {
    try {
      var date = ZonedDateTime.parse(text.strip(), DateTimeFormatter.RFC_1123_DATE_TIME);
      var wait = Duration.between(now, date.toInstant());
      return Optional.of(wait.isNegative() ? Duration.ZERO : wait);
    } catch (DateTimeException _) {
      return Optional.empty();
    }
  }

  private static Optional<String> redirected(int status, HttpHeaders headers) {
    return status / 100 == 3
        ? headers
            .firstValue("location")
            .map(to -> "the provider has moved to %s; set that endpoint".formatted(shorten(to)))
        : Optional.empty();
  }

  private static boolean isTooLong(String body, String message) {
    return body.contains("context_length_exceeded") || TOO_LONG.matcher(message).find();
  }

  /// What an error body says, in any of the shapes in use.
  static String message(String body) {
    var document = parse(body);
    if (document == null) {
      return FailureWords.isHtml(body) || body.isBlank()
          ? FailureWords.notJson(body)
          : shorten(body);
    }
    var error = document.path("error");
    for (var candidate :
        new JsonNode[] {
          error.path("message"),
          error,
          document.path("message"),
          document.path("detail"),
          document.path("title")
        }) {
      if (candidate.isTextual() && !candidate.asText().isBlank()) {
        return shorten(candidate.asText());
      }
    }
    return shorten(body);
  }

  /// The object in a text, if it is one.
  static @Nullable ObjectNode parse(String text) {
    try {
      return Json.tree(text) instanceof ObjectNode document ? document : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static String shorten(String text) {
    return FailureWords.shorten(text);
  }
}
