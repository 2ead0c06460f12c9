package io.loom.server.device;

import io.loom.base.ProblemException;
import io.loom.base.ProblemType;
import java.time.Duration;
import java.util.Map;

/// What signing in a program is refused with.
final class DeviceProblems {
  private static final ProblemType NOT_FOUND =
      new ProblemType("device-code-unknown", 404, "Nobody waits under this code");
  private static final ProblemType TOO_MANY =
      new ProblemType("device-too-often", 429, "Too many programs or codes");
  private static final ProblemType SLOW_DOWN =
      new ProblemType("slow-down", 429, "The program asks too often");

  private DeviceProblems() {}

  static ProblemException notFound() {
    return NOT_FOUND.because(
        "No program waits under this code; it may have expired. Compare it with what the program"
            + " shows, or start again.",
        Map.of());
  }

  static ProblemException tooMany(Duration pause) {
    long seconds = pause.plusMillis(999).toSeconds();
    return TOO_MANY.because(
        "Too many codes were wrong, or too many programs wait; try again in %d s."
            .formatted(seconds),
        Map.of("retry_after", seconds));
  }

  static ProblemException slowDown() {
    long seconds = DeviceService.INTERVAL.toSeconds();
    return SLOW_DOWN.because(
        "Wait %d s between two polls.".formatted(seconds), Map.of("retry_after", seconds));
  }
}
