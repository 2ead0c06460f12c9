package io.loom.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsAreAsWideAsTheirWidestCell() {
    var table =
        new Table("ID", "title")
            .row(Span.of("a"), Span.of("short"))
            .row(Span.of("abcdef"), Span.of("x"));

    assertThat(table.lines(80, false))
        .containsExactly("ID      TITLE", "a       short", "abcdef  x");
  }

  @Test
  void columnInLowerCaseGivesWayFirst() {
    var table =
        new Table("ID", "title", "END")
            .row(Span.of("demo-123456"), Span.of("a rather long title indeed"), Span.of("1m ago"));

    assertThat(table.lines(40, false))
        .containsExactly(
            "ID           TITLE                END", "demo-123456  a rather long titl…  1m ago");
  }

  @Test
  void lineIsNeverWiderThanTheScreen() {
    var table =
        new Table("ID", "title", "END")
            .row(Span.of("i".repeat(50)), Span.of("t".repeat(50)), Span.of("e".repeat(50)));

    for (int width = 20; width < 160; width++) {
      int most = width;
      assertThat(table.lines(width, false)).allMatch(line -> Width.of(line) <= most);
    }
  }

  @Test
  void wideLettersTakeTwoColumns() {
    var table =
        new Table("A", "B").row(Span.of("日本"), Span.of("x")).row(Span.of("e\u0301a"), Span.of("y"));

    assertThat(table.lines(80, false)).containsExactly("A     B", "日本  x", "e\u0301a    y");
    assertThat(Width.cut("日本語", 5)).isEqualTo("日本…");
    assertThat(Width.cut("日本語", 4)).isEqualTo("日…");
  }

  @Test
  void coloursDoNotDisturbTheAlignment() {
    var table = new Table("A", "B").row(new Span("x", Tint.RED), Span.of("y"));

    assertThat(table.lines(80, true)).last().isEqualTo("\u001b[31mx\u001b[0m  y");
  }
}
