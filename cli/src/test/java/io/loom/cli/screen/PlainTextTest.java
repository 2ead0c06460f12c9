package io.loom.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PlainTextTest {
  @Test
  void ordinaryTextStaysAsItIs() {
    assertThat(PlainText.line("Grüße, 日本 🙂")).isEqualTo("Grüße, 日本 🙂");
  }

  @Test
  void commandsToTheTerminalAreTakenOutWhole() {
    assertThat(PlainText.line("a\u001b[31;1mb\u001b]0;title\u0007c\u001b]8;;http://x\u001b\\d"))
        .isEqualTo("abcd");
    assertThat(PlainText.line("a\u001bPq#0\u001b\\b\u009b2Jc")).isEqualTo("abc");
  }

  @Test
  void commandWithoutAnEndHidesNothing() {
    assertThat(PlainText.line("a\u001b]0;rest")).isEqualTo("a]0;rest");
    assertThat(PlainText.line("a\u001b")).isEqualTo("a");
  }

  @Test
  void linesBecomeSpacesInOneLineAndStayInSeveral() {
    assertThat(PlainText.line("a\nb\tc\r\nd\u2028e")).isEqualTo("a b c  d e");
    assertThat(PlainText.lines("a\r\nb\tc\rd")).isEqualTo("a\nb  c d");
  }

  @Test
  void directionOfWritingCannotBeTurned() {
    assertThat(PlainText.line("a\u202eb\u2066c\u200fd\u0000e\u007ff")).isEqualTo("abcdef");
  }
}
