package io.loom.server.bead.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A line of the file, character for character.
class BeadDocumentTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " { } ",
        "{\"id\":\"a-1\",\"priority\":0}",
        "{ \"id\" : \"a-1\" ,\t\"x\" : [ 1 , { \"y\" : null } ] , \"z\":-1.50E+03 }",
        "{\"id\":\"a-1\",\"n\":123456789012345678901234567890.10}",
        "{\"id\":\"a-1\",\"t\":\"\\u003c\\u2028 \\\" \\\\ \\/ é → 🙂\"}",
        "{\"id\":\"a-1\",\"id\":\"a-2\"}"
      })
  void unchangedLineIsTheSameText(String line) {
    assertThat(BeadDocument.parse(line).line()).isEqualTo(line);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"a\":1,}",
        "{\"a\" 1}",
        "{\"a\":01}",
        "{\"a\":1.}",
        "{\"a\":tru}",
        "{\"a\":\"\\x\"}",
        "{\"a\":\"\\u12g4\"}",
        "{\"a\":\"tab\tinside\"}",
        "{\"a\":1} {}",
        "{'a':1}",
        "{\"a\":NaN}"
      })
  void malformedLineIsRefused(String line) {
    assertThatThrownBy(() -> BeadDocument.parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("column");
  }

  @Test
  void deepNestingIsRefusedAndDoesNotOverflow() {
    assertThatThrownBy(() -> BeadDocument.parse("{\"a\":" + "[".repeat(100_000) + "}"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void changeRewritesNothingButItsKey() {
    var bead =
        BeadDocument.parse(
            "{ \"x_hint\": 1.0e2, \"id\": \"a-1\" , \"title\":\"\\u003cold>\", \"metadata\":"
                + " {\"b\":99999999999999999999,\"a\":1} }");

    assertThat(bead.withText("title", "new & <better>").line())
        .isEqualTo(
            "{ \"x_hint\": 1.0e2, \"id\": \"a-1\" , \"title\":\"new \\u0026 \\u003cbetter\\u003e\","
                + " \"metadata\": {\"b\":99999999999999999999,\"a\":1} }");
  }

  @Test
  void newKeyStandsWhereItBelongs() {
    var bead = BeadDocument.parse("{\"id\":\"a-1\",\"status\":\"open\",\"zzz\":1}");

    assertThat(bead.withText("title", "t").with("priority", "1").line())
        .isEqualTo("{\"id\":\"a-1\",\"title\":\"t\",\"status\":\"open\",\"priority\":1,\"zzz\":1}");
  }

  @Test
  void textIsEscapedAsGoDoes() {
    assertThat(RawText.encode("\"\\\n\r\t\u0001<>&\u2028\u2029é🙂\u007f/"))
        .isEqualTo("\"\\\"\\\\\\n\\r\\t\\u0001\\u003c\\u003e\\u0026\\u2028\\u2029é🙂\u007f/\"");
  }

  @Test
  void textIsReadBackAsItWasWritten() {
    var text = "\"quotes\" \\ \n\r\t\b\f\u0001 <é&> \u2028 🙂";

    assertThat(RawText.decode(RawText.encode(text))).isEqualTo(text);
  }

  @Test
  void halfASurrogatePairIsReplaced() {
    assertThat(RawText.decode("\"a\\ud83d!\"")).isEqualTo("a\uFFFD!");
    assertThat(RawText.decode("\"\\ud83d\\ude42\"")).isEqualTo("🙂");
  }

  @Test
  void absentPriorityIsTheMostUrgent() {
    assertThat(BeadDocument.parse("{\"id\":\"a\"}").priority()).isZero();
    assertThat(BeadDocument.parse("{\"id\":\"a\",\"priority\":1e9999}").priority()).isZero();
    assertThat(BeadDocument.parse("{\"id\":\"a\",\"priority\":4}").priority()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-09-02T10:00:00.25Z",
        "2026-09-02T12:00:00.250+02:00",
        "2026-09-02T02:00:00.250000000-08:00"
      })
  void timesHaveAnyOffsetAndFraction(String time) {
    var bead = BeadDocument.parse("{\"updated_at\":\"%s\"}".formatted(time));

    assertThat(bead.time("updated_at")).isEqualTo(Instant.parse("2026-09-02T10:00:00.25Z"));
    assertThat(bead.withTime("updated_at", Instant.parse("2026-09-02T10:00:00.25Z")))
        .isSameAs(bead);
  }

  @Test
  void unreadableTimeIsNone() {
    assertThat(BeadDocument.parse("{\"due_at\":\"soon\"}").time("due_at")).isNull();
  }

  @Test
  void edgesHaveTheirGateWhateverTheFormOfMetadata() {
    var bead =
        BeadDocument.parse(
            """
            {"dependencies":[
             {"depends_on_id":"a","type":"waits-for","metadata":"{\\"gate\\":\\"any-children\\"}"},
             {"depends_on_id":"b","type":"waits-for","metadata":{"gate":"any-children"}},
             {"depends_on_id":"c","type":"waits-for","metadata":"{}"},
             {"depends_on_id":"d","type":"blocks","metadata":"not json"}]}
            """
                .strip());

    assertThat(bead.edges())
        .containsExactly(
            new BeadEdge("a", "waits-for", "any-children"),
            new BeadEdge("b", "waits-for", "any-children"),
            new BeadEdge("c", "waits-for", ""),
            new BeadEdge("d", "blocks", ""));
  }

  @Test
  void closedBeadHasItsTimeAndOpenOneHasNot() {
    var open = BeadDocument.parse("{\"id\":\"a\",\"status\":\"open\"}");

    var closed = open.withStatus("closed", NOON);
    assertThat(closed.line())
        .isEqualTo("{\"id\":\"a\",\"status\":\"closed\",\"closed_at\":\"2026-01-01T12:00:00Z\"}");
    assertThat(closed.withStatus("open", NOON).line()).isEqualTo(open.line());
  }

  @Test
  void labelsAreSortedAndNotRepeated() {
    assertThat(BeadDocument.create("a").withLabels(List.of("b", "a", "b")).line())
        .isEqualTo("{\"id\":\"a\",\"labels\":[\"a\",\"b\"]}");
  }
}
