package io.loom.bench.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.ground.http.Json;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchCommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @Test
  void dispatchIsMeasuredAgainstItsBars() throws Exception {
    int status = run("dispatch", "--beads=600", "--agents=20", "--samples=10", "--leases=100");

    assertThat(err.toString()).isEmpty();
    assertThat(status).isZero();
    assertThat(out.toString())
        .contains("SQLite", "fsync", "ready bead (committed) -> lease granted", "5 / 25:")
        .containsPattern("leases granted, runs ended as fast +100 +\\d+ a second .* bar 1000:");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void requestsForBeadsAreMeasuredAsJson() throws Exception {
    int status =
        run("beads", "--beads=500", "--agents=20", "--samples=8", "--clients=1,2", "-o", "json");

    assertThat(err.toString()).isEmpty();
    assertThat(status).isZero();
    var report = Json.tree(out.toString());
    assertThat(report.path("conditions").has("jdk")).isTrue();
    assertThat(report.path("timings_ms").findValuesAsText("what"))
        .contains("500 beads, 1 client: search", "500 beads, 2 clients: update, committed");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void keysAndSignInsAreMeasured() throws Exception {
    int status = run("auth", "--keys=200", "--samples=20", "--logins=1");

    assertThat(err.toString()).isEmpty();
    assertThat(status).isZero();
    assertThat(out.toString())
        .contains("API key checked, from the database", "- / 0.1:", "sign-ins meanwhile");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void theSameSeedMakesTheSameBeads() {
    assertThat(new BeadGraph("a", 7).backlog(200, 20).pairs(3).file())
        .isEqualTo(new BeadGraph("a", 7).backlog(200, 20).pairs(3).file());
    assertThat(new BeadGraph("a", 7).backlog(200, 20).file())
        .isNotEqualTo(new BeadGraph("a", 8).backlog(200, 20).file());
  }

  @Test
  void percentilesAreValuesThatWereMeasured() {
    var timing =
        Timing.of("it", new long[] {4_000_000, 1_000_000, 3_000_000, 2_000_000}, Timing.Bar.p99(3));

    assertThat(timing.p50()).isEqualTo(2);
    assertThat(timing.p99()).isEqualTo(4);
    assertThat(timing.isWithinBar()).isFalse();
  }

  private int run(String... arguments) {
    var line =
        BenchCommand.line(InstantSource.system())
            .setOut(new PrintWriter(out))
            .setErr(new PrintWriter(err));
    var all = new ArrayList<>(List.of(arguments));
    all.add("--folder=" + folder);
    return line.execute(all.toArray(String[]::new));
  }
}
