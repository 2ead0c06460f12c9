package io.loom.server.forge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.loom.base.Secret;
import io.loom.ground.http.Json;
import io.loom.server.forge.ForgeException.Reason;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads what forges say beside their objects: refusals, limits, and where a list goes on. Pure.
final class ForgeAnswers {
  private static final Pattern NEXT = Pattern.compile("<([^>]+)>\\s*;[^,]*\\brel=\"?next\"?");
  private static final Duration SHORT_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(2);
  private static final int LONGEST_MESSAGE = 300;

  private ForgeAnswers() {}

  /// The next page: in a header, or with Bitbucket in the body.
  static @Nullable URI next(HttpHeaders headers, JsonNode body, URI current) {
    var link = NEXT.matcher(String.join(",", headers.allValues("Link")));
    var text = link.find() ? link.group(1) : body.path("next").asText("");
    try {
      return text.isEmpty() ? null : current.resolve(text);
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  static ForgeException failure(
      String host, HttpResponse<byte[]> response, Secret token, Instant now) {
    int status = response.statusCode();
    var said = message(response.body()).replace(token.reveal(), "[secret]");
    var quiet = quietUntil(status, response.headers(), now);
    var text = "%s answers %d%s".formatted(host, status, said.isEmpty() ? "." : ": " + said);
    if (quiet.isPresent()) {
      return new ForgeException(Reason.UNAVAILABLE, text, quiet.get(), null);
    }
    var reason =
        status == 404 || status == 410
            ? Reason.NOT_FOUND
            : status >= 500 || status == 408 ? Reason.UNAVAILABLE : Reason.REFUSED;
    return new ForgeException(reason, text);
  }

  /// Until when a forge wants no requests, if that is what it says. It says so with 429, GitHub
  /// also with 403.
  static Optional<Instant> quietUntil(int status, HttpHeaders headers, Instant now) {
    boolean spent = headers.firstValue("x-ratelimit-remaining").filter("0"::equals).isPresent();
    boolean told = headers.firstValue("Retry-After").isPresent();
    if (status != 429 && !((status == 403 || status == 503) && (spent || told))) {
      return Optional.empty();
    }
    var until =
        headers
            .firstValue("Retry-After")
            .flatMap(text -> after(text, now))
            .or(() -> headers.firstValue("x-ratelimit-reset").flatMap(ForgeAnswers::epoch))
            .or(() -> headers.firstValue("RateLimit-Reset").flatMap(ForgeAnswers::epoch))
            .filter(now::isBefore)
            .orElse(now.plus(SHORT_PAUSE));
    var latest = now.plus(LONGEST_PAUSE);
    return Optional.of(until.isAfter(latest) ? latest : until);
  }

  private static Optional<Instant> after(String text, Instant now) {
    try {
      return Optional.of(
          text.matches("\\d{1,9}")
              ? now.plusSeconds(Long.parseLong(text))
              : DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  private static Optional<Instant> epoch(String text) {
    return text.matches("\\d{1,12}")
        ? Optional.of(Instant.ofEpochSecond(Long.parseLong(text)))
        : Optional.empty();
  }

  /// The forge's own words, as far as they are words.
  private static String message(byte[] body) {
    try {
      var json = Json.mapper().readTree(new String(body, StandardCharsets.UTF_8));
      for (var pointer : new String[] {"/message", "/error/message", "/error"}) {
        var node = json.at(pointer);
        if (!node.isMissingNode() && !node.isNull()) {
          var errors = json.path("errors");
          return line(words(node) + (errors.isEmpty() ? "" : " " + errors));
        }
      }
    } catch (JsonProcessingException _) {
      return "";
    }
    return "";
  }

  private static String words(JsonNode node) {
    return node.isTextual() ? node.asText() : node.toString();
  }

  private static String line(String text) {
    var line = text.replaceAll("\\p{Cntrl}+", " ").strip();
    return line.length() <= LONGEST_MESSAGE ? line : line.substring(0, LONGEST_MESSAGE) + "…";
  }

  /// A time as forges write it; the beginning of time when it is none.
  static Instant time(JsonNode node) {
    try {
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(node.asText(""), Instant::from);
    } catch (DateTimeParseException _) {
      return Instant.EPOCH;
    }
  }

  /// A part of a path or a query.
  static String encoded(String text) {
    return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
