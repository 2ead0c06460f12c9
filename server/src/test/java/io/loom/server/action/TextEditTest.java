package io.loom.server.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.loom.server.action.TextEdit.Ambiguous;
import io.loom.server.action.TextEdit.Edited;
import io.loom.server.action.TextEdit.Match;
import io.loom.server.action.TextEdit.NotFound;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TextEditTest {
  static Stream<Arguments> edits() {
    return Stream.of(
        arguments("a b c", "b", "x", Match.EXACT, 1, "a x c"),
        arguments("a\nb\nc\n", "b\n", "", Match.EXACT, 2, "a\nc\n"),
        arguments("a\r\nb\r\nc\r\n", "a\nb", "x\ny\nz", Match.EXACT, 1, "x\r\ny\r\nz\r\nc\r\n"),
        arguments("a\r\nb\r\n", "b", "x\r\ny", Match.EXACT, 2, "a\r\nx\r\ny\r\n"),
        arguments("a\nb\r\nc\nd\n", "b\nc", "x", Match.LINE_ENDS_IGNORED, 2, "a\nx\nd\n"),
        arguments("a  \nb\nc\n", "a\nb\n", "x\n", Match.LINE_ENDS_IGNORED, 1, "x\nc\n"),
        arguments("a\nb\n", "a  \nb", "x", Match.LINE_ENDS_IGNORED, 1, "x\n"),
        arguments("a \nb\nc", "a\nb\n", "", Match.LINE_ENDS_IGNORED, 1, "c"),
        arguments(
            "{\n    if (x) {\n      y();\n    }\n}\n",
            "if (x) {\n  y();\n}",
            "if (x) {\n  y();\n  z();\n}",
            Match.INDENTATION_IGNORED,
            2,
            "{\n    if (x) {\n      y();\n      z();\n    }\n}\n"),
        arguments(
            "f:\n\tif x:\n\t\ty\n",
            "    if x:\n        y\n",
            "    if x:\n        z\n        y\n    w\n",
            Match.INDENTATION_IGNORED,
            2,
            "f:\n\tif x:\n\t\tz\n\t\ty\n\tw\n"),
        arguments(
            "f\n  a\n  b\n",
            "    a\n    b",
            "  c\n    b",
            Match.INDENTATION_IGNORED,
            2,
            "f\nc\n  b\n"));
  }

  @ParameterizedTest
  @MethodSource("edits")
  void passageIsReplaced(
      String text, String oldText, String newText, Match match, int line, String expected) {
    assertThat(TextEdit.apply(text, oldText, newText)).isEqualTo(new Edited(expected, line, match));
  }

  @Test
  void passageThatOccursTwiceIsNotReplaced() {
    assertThat(TextEdit.apply("x\ny\nx\n", "x", "z")).isEqualTo(new Ambiguous(List.of(1, 3)));
    assertThat(TextEdit.apply("x \ny\nx \ny", "x\ny", "z")).isEqualTo(new Ambiguous(List.of(1, 3)));
    assertThat(TextEdit.apply("  x\n  y\n x\n y", "x\ny", "z"))
        .isEqualTo(new Ambiguous(List.of(1, 3)));
    assertThat(TextEdit.apply("aaa", "aa", "b")).isInstanceOf(Ambiguous.class);
  }

  @Test
  void flattenedPassageIsNotGuessedAt() {
    var result = TextEdit.apply("if x:\n  y\n", "if x:\ny", "if x:\nz");

    assertThat(result).isInstanceOf(NotFound.class);
    assertThat(((NotFound) result).nearest()).startsWith("1: if x:\n2:   y\n");
  }

  @Test
  void nothingAndTheSameAreNoEdits() {
    assertThat(TextEdit.apply("a\n\n", "\n", "x")).isEqualTo(new NotFound(""));
    assertThat(TextEdit.apply("a", "a", "a")).isEqualTo(new TextEdit.Unchanged());
    assertThat(TextEdit.apply("", "quite something", "x")).isEqualTo(new NotFound(""));
  }

  @Test
  void nearestPassageIsWhereMostLinesAreEqual() {
    var text = "void a() {\n  one();\n}\nvoid b() {\n  one();\n  two();\n}\n";

    var result = TextEdit.apply(text, "void b() {\n  one();\n  three();\n}", "x");

    assertThat(((NotFound) result).nearest()).contains("4: void b() {", "6:   two();");
  }

  @Test
  void manyPlacesAreNotAllListed() {
    assertThat(TextEdit.joined(IntStream.range(0, 30).boxed().toList()))
        .endsWith("18, 19 and more");
  }
}
