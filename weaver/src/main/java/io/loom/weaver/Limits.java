package io.loom.weaver;

import io.loom.base.ByteSize;
import java.time.Duration;

/// How much a command may use.
///
/// @param time from start to end, wall clock
/// @param output kept of stdout, and as much of stderr; what goes beyond is counted and dropped
/// @param memory of the whole process tree
/// @param cpus processors' worth of time, such as 1.5
/// @param processes alive at once, threads included
public record Limits(Duration time, ByteSize output, ByteSize memory, double cpus, int processes) {
  public static final Limits DEFAULT =
      new Limits(
          Duration.ofMinutes(10), ByteSize.ofMebibytes(8), ByteSize.ofMebibytes(2048), 2.0, 1024);

  public Limits {
    if (!time.isPositive() || cpus <= 0 || processes < 1) {
      throw new IllegalArgumentException(
          "limits of %s, %s processors, %d processes".formatted(time, cpus, processes));
    }
  }

  public Limits withTime(Duration newTime) {
    return new Limits(newTime, output, memory, cpus, processes);
  }
}
