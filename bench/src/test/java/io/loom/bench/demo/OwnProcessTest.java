package io.loom.bench.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnProcessTest {
  @TempDir private Path folder;

  @Test
  void startedProgramIsFoundAndStopped() throws Exception {
    var process = process();
    process.start(
        List.of("/bin/sh", "-c", "read line <>" + fifo(), "the.Main", mark().toString()),
        folder,
        folder.resolve("log"));

    assertThat(process.find()).isPresent();
    assertThat(process.stop()).isTrue();
    assertThat(process.find()).isEmpty();
    assertThat(process.isWanted()).isFalse();
    assertThat(process.stop()).isFalse();
  }

  @Test
  void numberOfAnotherProgramDoesNotCount() throws Exception {
    Files.writeString(pidFile(), ProcessHandle.current().pid() + "\n");

    assertThat(process().find()).isEmpty();
    assertThat(process().stop()).isFalse();
    assertThat(ProcessHandle.current().isAlive()).isTrue();
  }

  @Test
  void brokenPidFileMeansThatNothingRuns() throws Exception {
    Files.writeString(pidFile(), "not a number");

    assertThat(process().find()).isEmpty();
  }

  private OwnProcess process() {
    return new OwnProcess("the.Main", mark(), pidFile());
  }

  private Path mark() {
    return folder.resolve("config.yaml");
  }

  private Path pidFile() {
    return folder.resolve("pid");
  }

  private Path fifo() throws Exception {
    var path = folder.resolve("fifo");
    assertThat(new ProcessBuilder("mkfifo", path.toString()).start().waitFor()).isZero();
    return path;
  }
}
