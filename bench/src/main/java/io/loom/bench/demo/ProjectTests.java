package io.loom.bench.demo;

import io.loom.weaver.Egress;
import io.loom.weaver.ExecRequest;
import io.loom.weaver.ExecResult;
import io.loom.weaver.Limits;
import io.loom.weaver.WeaverException;
import io.loom.weaver.WeaverPlatform;
import io.loom.weaver.WeaverSpec;
import io.loom.weaver.local.LocalConfig;
import io.loom.weaver.local.LocalPlatform;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// Builds and tests clones of the repository: in a weaver, since what a model wrote is run.
final class ProjectTests implements AutoCloseable {
  static final String BUILD = "node build.js";
  static final String TEST = "node --test";

  private static final Limits LIMITS = Limits.DEFAULT.withTime(Duration.ofMinutes(2));

  /// How a build with tests went.
  ///
  /// @param passed tests, so many of which were green
  /// @param output of the command that failed; empty when all is green
  record Report(int passed, int failed, String output) {
    boolean isGreen() {
      return failed == 0 && output.isEmpty() && passed > 0;
    }
  }

  private final WeaverPlatform platform;

  private ProjectTests(WeaverPlatform platform) {
    this.platform = platform;
  }

  /// @throws DemoFailure when nothing on this machine can isolate
  static ProjectTests open(Path folder) throws IOException, DemoFailure {
    var platform = LocalPlatform.open(LocalConfig.in(folder));
    var report = platform.report();
    if (!report.usable()) {
      platform.close();
      throw new DemoFailure(
          "Agents work in weavers, and this machine cannot isolate one:",
          report.missing().toArray(String[]::new));
    }
    return new ProjectTests(platform);
  }

  /// What isolates the weavers, such as `bubblewrap 0.8.0`.
  String isolation() {
    return platform.report().isolation();
  }

  /// Builds and tests a folder, and removes it.
  Report run(String id, Path folder) throws DemoFailure, InterruptedException {
    try {
      platform.create(
          new WeaverSpec(id, "", folder, List.of(), Map.of(), Map.of(), new Egress.None(), LIMITS));
      requireNode(id);
      var build = platform.exec(id, ExecRequest.shell(LIMITS, BUILD));
      var result =
          build.succeeded()
              ? platform.exec(id, ExecRequest.shell(LIMITS, TEST + " --test-reporter=tap"))
              : build;
      platform.delete(id);
      return read(text(result), result.succeeded());
    } catch (WeaverException e) {
      throw new DemoFailure("The tests could not be run: %s".formatted(e.getMessage()));
    }
  }

  private void requireNode(String id) throws WeaverException, DemoFailure, InterruptedException {
    if (!platform.exec(id, ExecRequest.of(LIMITS, "node", "--version")).succeeded()) {
      throw new DemoFailure(
          "The example is built with Node, which is missing, or lies where weavers do not see it.",
          "Install it below /usr or /opt, 20 or newer: apt-get install nodejs, or https://nodejs.org.");
    }
  }

  /// @param output in the format of the Test Anything Protocol
  static Report read(String output, boolean succeeded) {
    int passed = count("pass", output);
    int failed = count("fail", output);
    return new Report(passed, failed, succeeded ? "" : output.strip());
  }

  private static int count(String what, String output) {
    var line = Pattern.compile("(?m)^# " + what + " (\\d{1,6})$").matcher(output);
    return line.find() ? Integer.parseInt(line.group(1)) : 0;
  }

  private static String text(ExecResult result) {
    return new String(result.stdout(), StandardCharsets.UTF_8)
        + new String(result.stderr(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    platform.close();
  }
}
