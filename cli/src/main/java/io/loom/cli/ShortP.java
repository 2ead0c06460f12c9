package io.loom.cli;

import io.loom.cli.rest.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// A priority. To `bd` its short option is `-p`, which to Loom was always the project; no project
/// of Loom is called like a priority, so what it says tells.
final class ShortP {
  @Option(names = "--priority", paramLabel = "P0-P4", description = "P0 is the most urgent.")
  private @Nullable String priority;

  @Option(
      names = "-p",
      paramLabel = "PROJECT|P0-P4",
      description = "Short for --project, or for --priority if it is one.")
  private @Nullable List<String> either;

  @Nullable Integer priority() {
    if (priority != null) {
      if (!isPriority(priority)) {
        throw Failure.usage("A priority is one of P0, P1, P2, P3 and P4.");
      }
      return number(priority);
    }
    return words().stream().filter(ShortP::isPriority).findFirst().map(ShortP::number).orElse(null);
  }

  @Nullable String project() {
    return words().stream().filter(it -> !isPriority(it)).findFirst().orElse(null);
  }

  private List<String> words() {
    return either == null ? List.of() : either;
  }

  private static boolean isPriority(String word) {
    return word.matches("[pP]?[0-4]");
  }

  private static Integer number(String word) {
    return word.charAt(word.length() - 1) - '0';
  }
}
