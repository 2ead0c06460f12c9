package io.loom.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SmallThingsTest {
  @Test
  void testReportIsReadFromTheProtocol() {
    var red = ProjectTests.read("not ok 1\n# tests 3\n# pass 1\n# fail 2\n", false);
    assertThat(red.failed()).isEqualTo(2);
    assertThat(red.isGreen()).isFalse();

    assertThat(ProjectTests.read("# pass 3\n# fail 0\n", true).isGreen()).isTrue();
    assertThat(ProjectTests.read("", true).isGreen()).isFalse();
    assertThat(ProjectTests.read("# pass 3\n# fail 0\n", false).isGreen()).isFalse();
  }

  @Test
  void takenPortIsRefusedAndFreeOneIsFound() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      int port = taken.getLocalPort();
      assertThatExceptionOfType(DemoFailure.class)
          .isThrownBy(() -> FreePort.choose(port))
          .withMessageContaining("Port " + port);
    }
    assertThat(FreePort.choose(0)).isPositive();
  }

  @Test
  void timesAndMoneyAreShort() {
    assertThat(Elapsed.of(Duration.ofMillis(4_260))).isEqualTo("4.3s");
    assertThat(Elapsed.of(Duration.ofSeconds(67))).isEqualTo("1m07s");
    assertThat(Elapsed.whole(Duration.ofMillis(4_260))).isEqualTo("4s");
    assertThat(Dollars.of(0)).isEqualTo("$0.00");
    assertThat(Dollars.of(1_234_567)).isEqualTo("$1.23");
  }

  @Test
  void oddSizeOfATerminalIsTheUsualOne() {
    assertThat(TerminalSize.parse("30 100\n")).isEqualTo(new TerminalSize(100, 30));
    assertThat(TerminalSize.parse("0 0")).isEqualTo(new TerminalSize(80, 24));
    assertThat(TerminalSize.parse("")).isEqualTo(new TerminalSize(80, 24));
  }

  @Test
  void beadsOfTheExampleAreReadWithTheirBlockers() throws Exception {
    var place = new DemoPlace(Path.of(System.getProperty("loom.root", "..")));

    assertThat(DemoRepository.work(place))
        .extracting(work -> work.id() + " < " + work.blockers())
        .containsExactly("demo-a1f < []", "demo-b7k < [demo-a1f]", "demo-c3x < [demo-a1f]");
  }
}
