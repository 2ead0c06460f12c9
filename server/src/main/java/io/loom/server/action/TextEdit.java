package io.loom.server.action;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Replaces one passage of a text. The passage is looked for as it is; failing that, without
/// minding the ends of lines; failing that, without minding indentation, in which case the new
/// passage is indented as the text is. It is replaced only when it is the only one. Line ends stay
/// as they are in the text. Pure.
final class TextEdit {
  sealed interface Result {}

  /// @param line where the passage began, counted from 1
  record Edited(String text, int line, Match match) implements Result {}

  /// @param lines where the passage begins
  record Ambiguous(List<Integer> lines) implements Result {
    Ambiguous {
      lines = List.copyOf(lines);
    }
  }

  /// @param nearest numbered lines of what is most like it, empty when nothing is
  record NotFound(String nearest) implements Result {}

  record Unchanged() implements Result {}

  enum Match {
    EXACT(""),
    LINE_ENDS_IGNORED(" (spaces at the ends of lines were not minded)"),
    INDENTATION_IGNORED(" (indentation was not minded; new_text was indented like the file)");

    private final String remark;

    Match(String remark) {
      this.remark = remark;
    }

    String remark() {
      return remark;
    }
  }

  /// A line of the text: from `start` to `end` without its terminator, to `next` with it.
  private record Line(String text, int start, int end, int next) {}

  private static final Pattern LINE = Pattern.compile("([^\n]*?)(\r?\n|\\z)");
  private static final int SHOWN_PLACES = 20;

  private final String text;
  private final String lineEnd;
  private final String wanted;
  private final String replacement;

  private TextEdit(String text, String wanted, String replacement) {
    this.text = text;
    this.lineEnd = usesCrlf(text) ? "\r\n" : "\n";
    this.wanted = wanted.replace("\r\n", "\n");
    this.replacement = replacement.replace("\r\n", "\n");
  }

  static Result apply(String text, String oldText, String newText) {
    if (oldText.equals(newText)) {
      return new Unchanged();
    }
    return oldText.isBlank() ? new NotFound("") : new TextEdit(text, oldText, newText).apply();
  }

  private Result apply() {
    var exact = exact();
    if (exact != null) {
      return exact;
    }
    var lines = lines(text);
    var byEnds = byLines(lines, String::stripTrailing, Match.LINE_ENDS_IGNORED);
    if (byEnds != null) {
      return byEnds;
    }
    var byIndentation = byLines(lines, String::strip, Match.INDENTATION_IGNORED);
    return byIndentation != null
        ? byIndentation
        : new NotFound(
            NearestPassage.find(lines.stream().map(Line::text).toList(), wanted.lines().toList()));
  }

  private @Nullable Result exact() {
    var passage = wanted.replace("\n", lineEnd);
    var places = new ArrayList<Integer>();
    for (int at = text.indexOf(passage); at >= 0; at = text.indexOf(passage, at + 1)) {
      places.add(at);
    }
    if (places.size() > 1) {
      return new Ambiguous(places.stream().map(this::lineNumber).toList());
    }
    return places.isEmpty()
        ? null
        : replaced(
            places.getFirst(),
            places.getFirst() + passage.length(),
            replacement.replace("\n", lineEnd),
            Match.EXACT);
  }

  private @Nullable Result byLines(List<Line> lines, UnaryOperator<String> seen, Match match) {
    var passage = wanted.lines().toList();
    var places = places(lines, passage, seen);
    if (places.size() > 1) {
      return new Ambiguous(places.stream().map(place -> place + 1).toList());
    }
    if (places.isEmpty()) {
      return null;
    }
    var found = lines.subList(places.getFirst(), places.getFirst() + passage.size());
    var indentation = Indentation.between(passage, found.stream().map(Line::text).toList());
    if (indentation == null) {
      return null;
    }
    var body =
        wanted.endsWith("\n") && replacement.endsWith("\n")
            ? replacement.substring(0, replacement.length() - 1)
            : replacement;
    return replaced(
        found.getFirst().start(),
        replacement.isEmpty() ? found.getLast().next() : found.getLast().end(),
        indentation.applied(body).replace("\n", lineEnd),
        match);
  }

  private static List<Integer> places(
      List<Line> lines, List<String> passage, UnaryOperator<String> seen) {
    var wantedLines = passage.stream().map(seen).toList();
    var textLines = lines.stream().map(line -> seen.apply(line.text())).toList();
    var places = new ArrayList<Integer>();
    for (int at = 0; at + wantedLines.size() <= textLines.size(); at++) {
      if (textLines.subList(at, at + wantedLines.size()).equals(wantedLines)) {
        places.add(at);
      }
    }
    return places;
  }

  private Edited replaced(int start, int end, String with, Match match) {
    return new Edited(
        text.substring(0, start) + with + text.substring(end), lineNumber(start), match);
  }

  private int lineNumber(int index) {
    return 1 + (int) text.substring(0, index).chars().filter(c -> c == '\n').count();
  }

  private static boolean usesCrlf(String text) {
    long all = text.chars().filter(c -> c == '\n').count();
    int crlf = text.length() - text.replace("\r\n", "\n").length();
    return crlf > all / 2;
  }

  private static List<Line> lines(String text) {
    var lines = new ArrayList<Line>();
    var matcher = LINE.matcher(text);
    while (matcher.find() && matcher.start() < text.length()) {
      lines.add(new Line(matcher.group(1), matcher.start(), matcher.end(1), matcher.end()));
    }
    return lines;
  }

  /// Line numbers for people.
  static String joined(List<Integer> lines) {
    return lines.stream().limit(SHOWN_PLACES).map(String::valueOf).collect(Collectors.joining(", "))
        + (lines.size() > SHOWN_PLACES ? " and more" : "");
  }

  /// How the indentation of a passage as it was asked for becomes that of the text.
  ///
  /// @param known indentations that occur in both, asked for to found
  private record Indentation(Map<String, String> known) {
    private static String of(String line) {
      return line.substring(0, line.length() - line.stripLeading().length());
    }

    /// Null when lines that were asked for at one depth lie at several: nobody can say then how the
    /// new ones are meant.
    static @Nullable Indentation between(List<String> asked, List<String> found) {
      var known = new LinkedHashMap<String, String>();
      for (int i = 0; i < asked.size(); i++) {
        if (!asked.get(i).isBlank()) {
          var indentation = of(found.get(i));
          var before = known.putIfAbsent(of(asked.get(i)), indentation);
          if (before != null && !before.equals(indentation)) {
            return null;
          }
        }
      }
      return new Indentation(known);
    }

    String applied(String passage) {
      return passage
          .lines()
          .map(line -> line.isBlank() ? line : foundFor(of(line)) + line.stripLeading())
          .collect(Collectors.joining("\n", "", passage.endsWith("\n") ? "\n" : ""));
    }

    private String foundFor(String indentation) {
      for (int length = indentation.length(); length >= 0; length--) {
        var found = known.get(indentation.substring(0, length));
        if (found != null) {
          return found + indentation.substring(length);
        }
      }
      // Shallower than anything that was asked for: shifted as those are.
      for (var entry : known.entrySet()) {
        var asked = entry.getKey();
        var found = entry.getValue();
        if (found.endsWith(asked)) {
          return found.substring(0, found.length() - asked.length()) + indentation;
        }
        if (asked.endsWith(found) && indentation.length() >= asked.length() - found.length()) {
          return indentation.substring(asked.length() - found.length());
        }
      }
      return indentation;
    }
  }
}
