package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.cli.screen.PlainText;
import io.loom.cli.screen.Span;
import io.loom.cli.screen.Tint;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;

/// An event as one line: when, what, of what, and what there is to say.
final class EventLine {
  private static final int LONGEST = 200;
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

  private EventLine() {}

  static Span[] of(JsonNode event, ZoneId zone) {
    var type = text(event, "type");
    return new Span[] {
      Span.dim(time(text(event, "timestamp"), zone) + " "),
      new Span("%-18s ".formatted(type), tint(type)),
      Span.bold(text(event, "subject") + " "),
      Span.of(words(type, event.path("data")))
    };
  }

  private static String time(String timestamp, ZoneId zone) {
    try {
      return TIME.format(Instant.parse(timestamp).atZone(zone));
    } catch (DateTimeException _) {
      return "--:--:--";
    }
  }

  private static Tint tint(String type) {
    return switch (type) {
      case "bead.completed", "merge.completed" -> Tint.GREEN;
      case "merge.rejected" -> Tint.RED;
      case "decision.created" -> Tint.YELLOW;
      default -> Tint.CYAN;
    };
  }

  private static String words(String type, JsonNode data) {
    var words =
        switch (type) {
          case "run.step" ->
              "%s %s %s: %s"
                  .formatted(
                      text(data, "n"), text(data, "kind"), text(data, "name"), text(data, "text"));
          case "run.ended" -> "%s %s".formatted(text(data, "reason"), text(data, "detail"));
          default -> general(data);
        };
    var line = PlainText.line(words).strip();
    return line.length() <= LONGEST ? line : line.substring(0, LONGEST) + "…";
  }

  private static String general(JsonNode data) {
    var text = text(data, "text", "title", "question", "message", "content", "detail", "reason");
    if (!text.isEmpty()) {
      return text;
    }
    var parts = new ArrayList<String>();
    for (var field : data.properties()) {
      if (field.getValue().isValueNode() && !field.getValue().isNull()) {
        parts.add(field.getKey() + "=" + field.getValue().asText());
      }
    }
    return String.join(" ", parts);
  }
}
