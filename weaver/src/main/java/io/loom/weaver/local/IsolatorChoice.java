package io.loom.weaver.local;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Which isolator is used, and why others are not.
///
/// @param failures one sentence for each that did not work, with its remedy
record IsolatorChoice(Optional<Isolator> chosen, List<String> failures) {
  private static final String FAILURE = "isolation by ";

  /// @param trial what goes wrong with an isolator, empty when nothing does
  static IsolatorChoice choose(Isolation wanted, Function<Isolator, String> trial)
      throws IOException {
    var failures = new ArrayList<String>();
    var candidates = new ArrayList<Isolator>();
    if (wanted != Isolation.UNSHARE) {
      bubblewrap(failures).ifPresent(candidates::add);
    }
    if (wanted != Isolation.BUBBLEWRAP) {
      unshare(failures).ifPresent(candidates::add);
    }
    for (var candidate : candidates) {
      var trouble = trial.apply(candidate);
      if (trouble.isEmpty()) {
        // What is not needed is nobody's concern.
        return new IsolatorChoice(Optional.of(candidate), List.of());
      }
      failures.add(failure(candidate.describe(), trouble, candidate.remedy()));
    }
    return new IsolatorChoice(Optional.empty(), List.copyOf(failures));
  }

  static boolean isFailure(String sentence) {
    return sentence.startsWith(FAILURE);
  }

  private static String failure(String name, String trouble, String remedy) {
    return "%s%s does not work (%s): %s".formatted(FAILURE, name, trouble, remedy);
  }

  private static Optional<Isolator> bubblewrap(List<String> failures) throws IOException {
    var program = HostPrograms.find("bwrap");
    if (program.isEmpty() || HostPrograms.find("setpriv").isEmpty()) {
      failures.add(
          failure("bubblewrap", "it is not installed", "apt-get install bubblewrap util-linux"));
      return Optional.empty();
    }
    return Optional.of(new Bubblewrap(program.get(), version(program.get()), ProcessFiles.find()));
  }

  private static Optional<Isolator> unshare(List<String> failures) throws IOException {
    for (var tool : List.of("unshare", "mount", "umount", "pivot_root", "setpriv", "setsid")) {
      if (HostPrograms.find(tool).isEmpty()) {
        failures.add(
            failure("unshare", tool + " is not installed", "apt-get install util-linux mount"));
        return Optional.empty();
      }
    }
    var version =
        version(Path.of(HostPrograms.path("unshare"))).replaceFirst(" from (.*)", " ($1)");
    return Optional.of(new Unshare(version, ProcessFiles.find()));
  }

  private static String version(Path program) throws IOException {
    var process = new ProcessBuilder(program.toString(), "--version").start();
    process.getOutputStream().close();
    try (var output = process.inputReader()) {
      return output.readAllAsString().strip();
    }
  }
}
