package io.loom.server.action;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the JSON objects in what a model says, whatever it writes around them: prose, code fences,
/// thoughts. Thoughts are passed over, with the objects in them.
final class JsonObjects {
  /// Trailing commas and bare line breaks in strings are let pass: they can mean one thing only.
  private static final JsonMapper LENIENT =
      JsonMapper.builder()
          .enable(JsonReadFeature.ALLOW_TRAILING_COMMA)
          .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private static final Pattern THOUGHT_START = Pattern.compile("<(think|thinking|reasoning)>");
  private static final Pattern THOUGHT_END = Pattern.compile("</(think|thinking|reasoning)>");
  private static final Pattern MEANT_AS_ACTION = Pattern.compile("\"(action|actions)\"\\s*:");

  /// So many braces that turn out not to be objects are looked at; each costs a look at all that
  /// follows.
  private static final int MAX_MISTAKEN = 200;

  /// Something in the text that is, or was meant to be, an object.
  sealed interface Piece {
    record Found(ObjectNode object) implements Piece {}

    /// @param reason for the model
    record Broken(String reason) implements Piece {}
  }

  /// @param prose what stands around the pieces, without thoughts
  record Scan(List<Piece> pieces, String prose) {}

  private JsonObjects() {}

  static Scan scan(String answer) {
    var text = withoutLeadingThought(answer);
    var pieces = new ArrayList<Piece>();
    var prose = new StringBuilder();
    int at = 0;
    int mistaken = 0;
    while (at < text.length()) {
      char next = text.charAt(at);
      if (next == '<' && startsThought(text, at)) {
        at = endOfThought(text, at);
      } else if (next == '{' && mistaken < MAX_MISTAKEN && couldBeObject(text, at)) {
        int end = endOfObject(text, at);
        var piece = text.substring(at, end < 0 ? text.length() : end);
        var read = end < 0 ? unclosed(piece) : object(piece);
        if (read == null) {
          mistaken++;
          prose.append(next);
          at++;
        } else {
          pieces.add(read);
          at += piece.length();
        }
      } else {
        prose.append(next);
        at++;
      }
    }
    return new Scan(pieces, prose.toString().replaceAll("```\\w*", "").strip());
  }

  /// Reads one JSON value, as leniently.
  static JsonNode read(String text) throws JsonProcessingException {
    return LENIENT.readTree(text);
  }

  /// Where and how a text is not JSON, for the model.
  static String problem(JsonProcessingException wrong) {
    var location = wrong.getLocation();
    var where =
        location == null
            ? ""
            : " at line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
    return "not valid JSON%s: %s. Inside strings write a line break as \\n, a quote as \\\" and a"
            .formatted(where, OutputText.line(wrong.getOriginalMessage(), 200))
        + " backslash as \\\\.";
  }

  /// Some servers cut off the mark that opens the thought.
  private static String withoutLeadingThought(String text) {
    var end = THOUGHT_END.matcher(text);
    var head = text.stripLeading();
    return !end.find()
            || head.startsWith("{")
            || head.startsWith("[")
            || head.startsWith("```")
            || THOUGHT_START.matcher(text.substring(0, end.start())).find()
        ? text
        : text.substring(end.end());
  }

  private static boolean startsThought(String text, int at) {
    return THOUGHT_START.matcher(text).region(at, text.length()).lookingAt();
  }

  private static int endOfThought(String text, int at) {
    var end = THOUGHT_END.matcher(text);
    return end.find(at) ? end.end() : text.length();
  }

  private static boolean couldBeObject(String text, int at) {
    int next = at + 1;
    while (next < text.length() && Character.isWhitespace(text.charAt(next))) {
      next++;
    }
    return next < text.length() && text.charAt(next) == '"';
  }

  /// The index after the brace that closes the one at the given index, or -1.
  private static int endOfObject(String text, int start) {
    int depth = 0;
    boolean inString = false;
    for (int i = start; i < text.length(); i++) {
      char c = text.charAt(i);
      if (inString) {
        if (c == '\\') {
          i++;
        } else if (c == '"') {
          inString = false;
        }
      } else if (c == '"') {
        inString = true;
      } else if (c == '{') {
        depth++;
      } else if (c == '}' && --depth == 0) {
        return i + 1;
      }
    }
    return -1;
  }

  private static @Nullable Piece object(String text) {
    try {
      return LENIENT.readTree(text) instanceof ObjectNode object ? new Piece.Found(object) : null;
    } catch (JsonProcessingException e) {
      return MEANT_AS_ACTION.matcher(text).find()
          ? new Piece.Broken("Your JSON object is " + problem(e))
          : null;
    }
  }

  private static @Nullable Piece unclosed(String text) {
    return MEANT_AS_ACTION.matcher(text).find()
        ? new Piece.Broken(
            "Your JSON object is not closed: a brace or a quote is missing, or the answer was cut"
                + " off. Write less in one answer.")
        : null;
  }
}
