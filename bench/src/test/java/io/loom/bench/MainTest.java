package io.loom.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class MainTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private final CommandLine commands =
      Main.commands(() -> Instant.parse("2026-01-01T00:00:00Z"))
          .setOut(new PrintWriter(out))
          .setErr(new PrintWriter(err));

  @Test
  void everyCommandExplainsItself() {
    assertThat(commands.execute("--help")).isZero();
    assertThat(out.toString()).contains("Usage: loom", "rehearse");
    for (var name : commands.getSubcommands().keySet()) {
      assertThat(commands.execute(name, "--help")).isZero();
      assertThat(out.toString()).contains("Usage: loom " + name);
    }
  }

  @Test
  void withoutACommandItAsksWhich() {
    assertThat(commands.execute()).isEqualTo(2);
    assertThat(err.toString()).contains("Which command?", "rehearse");
  }
}
