package io.loom.server.bead.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A file of beads goes through Loom without a byte lost.
class BeadFileTest {
  private static final String ONE = "{\"id\":\"a-1\",\"title\":\"one\",\"priority\":1}";
  private static final String TWO = "{\"id\":\"a-2\",\"title\":\"two\",\"priority\":1}";

  static Stream<Arguments> files() {
    return Stream.of(
        Arguments.of("P0 present", "{\"id\":\"a-1\",\"priority\":0}\n"),
        Arguments.of("P0 absent", "{\"id\":\"a-1\"}\n"),
        Arguments.of("integer comment ids", "{\"id\":\"a\",\"comments\":[{\"id\":17}]}\n"),
        Arguments.of("string comment ids", "{\"id\":\"a\",\"comments\":[{\"id\":\"0199\"}]}\n"),
        Arguments.of("Go escapes", "{\"id\":\"a\",\"title\":\"\\u003c1 \\u0026\"}\n"),
        Arguments.of("unescaped angle bracket", "{\"id\":\"a\",\"title\":\"<1 &\"}\n"),
        Arguments.of("U+2028", "{\"id\":\"a\",\"title\":\"\\u2028 \u2028\"}\n"),
        Arguments.of(
            "nested metadata, big integers, key order",
            "{\"id\":\"a\",\"metadata\":{\"z\":[{\"n\":123456789012345678901}],\"a\":{}}}\n"),
        Arguments.of(
            "fractional and offset times",
            "{\"id\":\"a\",\"created_at\":\"2026-01-01T00:00:00.123456789-08:00\"}\n"),
        Arguments.of(
            "500 bytes of title", "{\"id\":\"a\",\"title\":\"%s\"}\n".formatted("é".repeat(250))),
        Arguments.of(
            "unknown status, type and key",
            "{\"id\":\"a\",\"status\":\"qa\",\"issue_type\":\"saga\",\"x\":[1.0]}\n"),
        Arguments.of(
            "tombstone", "{\"id\":\"a\",\"status\":\"tombstone\",\"deleted_by\":\"ana\"}\n"),
        Arguments.of(
            "edge metadata in a string",
            "{\"id\":\"a\",\"dependencies\":[{\"depends_on_id\":\"b\",\"metadata\":\"{}\"}]}\n"),
        Arguments.of(
            "missing dependency target",
            "{\"id\":\"a\",\"dependencies\":[{\"depends_on_id\":\"gone\",\"type\":\"blocks\"}]}\n"),
        Arguments.of("dotted id without an edge", "{\"id\":\"a-1.1\"}\n"),
        Arguments.of("duplicate ids", ONE + "\n" + ONE.replace("one", "other") + "\n"),
        Arguments.of("empty file", ""),
        Arguments.of("no trailing newline", ONE + "\n" + TWO),
        Arguments.of("CRLF", ONE + "\r\n" + TWO + "\r\n"),
        Arguments.of("blank lines", "\n" + ONE + "\n\n\n"),
        Arguments.of("byte order mark", "\uFEFF" + ONE + "\n"),
        Arguments.of(
            "header and memory",
            "{\"_schema\":\"beads-jsonl/1\"}\n{\"_type\":\"memory\",\"key\":\"k\"}\n" + ONE),
        Arguments.of("bad line", ONE + "\nnot json\n" + TWO + "\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void fileIsTheSameWhenNothingChanged(String what, String text) {
    var file = BeadFile.parse(text.getBytes(UTF_8));

    assertThat(new String(file.render(List.of()), UTF_8)).as(what).isEqualTo(text);
    assertThat(file.refusal()).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("files")
  void onlyTheChangedLineDiffers(String what, String text) {
    var file = BeadFile.parse(text.getBytes(UTF_8));
    for (var bead : file.beads().values()) {
      var changed = bead.withText("notes", "changed");

      var after = lines(new String(file.render(List.of(changed)), UTF_8));

      var before = lines(text);
      int line = file.lineOf(bead.id()) - 1;
      var mark = before.get(line).startsWith("\uFEFF") ? "\uFEFF" : "";
      before.set(line, mark + changed.explicit().line());
      assertThat(after).as(what).isEqualTo(before);
    }
  }

  private static List<String> lines(String text) {
    return new ArrayList<>(List.of(text.split("\r?\n", -1)));
  }

  @Test
  void invalidUtf8IsReportedAndKept() {
    var bytes = (ONE + "\n?\n" + TWO + "\n").getBytes(UTF_8);
    bytes[ONE.length() + 1] = (byte) 0xC3;

    var file = BeadFile.parse(bytes);

    assertThat(file.problems()).containsExactly(new BeadFile.Problem(2, "Not a bead: not UTF-8."));
    assertThat(file.render(List.of())).isEqualTo(bytes);
    assertThat(file.beads()).containsOnlyKeys("a-1", "a-2");
  }

  @Test
  void badLineIsReportedWithItsNumber() {
    var file = BeadFile.parse((ONE + "\n{\"id\":}\n").getBytes(UTF_8));

    assertThat(file.problems())
        .containsExactly(new BeadFile.Problem(2, "Not a bead: a value expected at column 7."));
  }

  @Test
  void ofTwoLinesWithOneIdTheFirstCounts() {
    var file = BeadFile.parse((ONE + "\n" + ONE.replace("one", "other")).getBytes(UTF_8));

    assertThat(file.beads().get("a-1")).extracting(BeadDocument::line).isEqualTo(ONE);
    assertThat(file.problems()).extracting(BeadFile.Problem::line).containsExactly(2);
  }

  @Test
  void ofTwoLinesWithOneIdTheOneChangedLastCountsAndBothStay() {
    var old =
        "{\"id\":\"a-1\",\"title\":\"old\",\"priority\":1,\"updated_at\":\"2026-01-01T00:00:00Z\"}";
    var fresh =
        "{\"id\":\"a-1\",\"title\":\"new\",\"priority\":1,\"updated_at\":\"2026-01-01T00:00:01Z\"}";

    var file = BeadFile.parse((old + "\n" + fresh + "\n" + old + "\n").getBytes(UTF_8));

    assertThat(file.beads().get("a-1")).extracting(BeadDocument::line).isEqualTo(fresh);
    assertThat(file.problems()).extracting(BeadFile.Problem::line).containsExactly(1, 3);
    var changed = file.find("a-1").orElseThrow().withText("title", "newer");
    assertThat(new String(file.render(List.of(changed)), UTF_8))
        .isEqualTo(old + "\n" + fresh.replace("new", "newer") + "\n" + old + "\n");
  }

  @Test
  void headersAndMemoriesAreNoBeads() {
    var file =
        BeadFile.parse(
            "{\"_schema\":\"beads-jsonl/1\",\"id\":\"x\"}\n{\"_type\":\"memory\",\"id\":\"y\"}\n"
                .getBytes(UTF_8));

    assertThat(file.beads()).isEmpty();
    assertThat(file.problems()).isEmpty();
  }

  @Test
  void conflictMarkersRefuseTheWholeFile() {
    var text = ONE + "\n<<<<<<< ours\n" + TWO + "\n=======\n>>>>>>> theirs\n";

    var file = BeadFile.parse(text.getBytes(UTF_8));

    assertThat(file.refusal()).map(BeadFile.Problem::line).contains(2);
    assertThat(file.beads()).isEmpty();
  }

  @Test
  void lineOfSixtyFourMegabytesIsRead() {
    var lead = "{\"id\":\"a-1\",\"priority\":1,\"notes\":\"";
    var line = lead + "x".repeat((64 << 20) - lead.length() - 2) + "\"}";

    var file = BeadFile.parse((line + "\n" + TWO + "\n").getBytes(UTF_8));

    assertThat(file.problems()).isEmpty();
    assertThat(file.beads()).containsOnlyKeys("a-1", "a-2");
    assertThat(file.render(List.of()).length).isEqualTo((64 << 20) + TWO.length() + 2);
  }

  @Test
  void longerLineIsReportedAndKept() {
    var text = "\"" + "x".repeat(64 << 20) + "\"\n" + TWO + "\n";

    var file = BeadFile.parse(text.getBytes(UTF_8));

    assertThat(file.problems()).extracting(BeadFile.Problem::line).containsExactly(1);
    assertThat(file.beads()).containsOnlyKeys("a-2");
  }

  @Test
  void newBeadStandsInTheOrderOfASortedFile() {
    var file = BeadFile.parse((ONE + "\n" + TWO + "\n").getBytes(UTF_8));

    var after = new String(file.render(List.of(fresh("a-15"), fresh("a-9"))), UTF_8);

    assertThat(BeadFile.parse(after.getBytes(UTF_8)).beads().keySet())
        .containsExactly("a-1", "a-15", "a-2", "a-9");
    assertThat(after).endsWith("\n").doesNotContain("_type");
  }

  @Test
  void newBeadStandsAtTheEndOfAnyOtherFile() {
    var file = BeadFile.parse((TWO + "\n" + ONE).getBytes(UTF_8));

    var after = new String(file.render(List.of(fresh("a-15"))), UTF_8);

    assertThat(after).startsWith(TWO + "\n" + ONE + "\n");
    assertThat(BeadFile.parse(after.getBytes(UTF_8)).beads().keySet())
        .containsExactly("a-2", "a-1", "a-15");
  }

  @Test
  void newBeadHasTheTypeThatOthersHaveAndAPriority() {
    var file = BeadFile.parse("{\"_type\":\"issue\",\"id\":\"a-1\"}\r\n".getBytes(UTF_8));

    assertThat(new String(file.render(List.of(BeadDocument.create("a-2"))), UTF_8))
        .endsWith("\r\n{\"_type\":\"issue\",\"id\":\"a-2\",\"priority\":0}\r\n");
  }

  private static BeadDocument fresh(String id) {
    return BeadDocument.create(id).with("priority", "2");
  }
}
