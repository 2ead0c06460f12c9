package io.loom.cli;

import io.loom.cli.rest.Failure;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where a provider's API key comes from: never from the command line itself.
final class ApiKeyOptions {
  private static final String VARIABLE = "LOOM_API_KEY";

  @Option(
      names = "--api-key-file",
      paramLabel = "FILE",
      description = "Read the API key from a file; else from " + VARIABLE + ".")
  private @Nullable String file;

  @Option(names = "--api-key-stdin", description = "Read the API key from standard input.")
  private boolean standardInput;

  @Option(names = "--api-key", arity = "0..1", hidden = true)
  private @Nullable String refused;

  /// The key; absent when none was given, which leaves one that the server has.
  @Nullable String read(Terminal terminal) {
    if (refused != null) {
      throw Failure.usage(
          "A key on the command line is seen by every user of this machine and kept in the shell's"
              + " history. Use --api-key-file, --api-key-stdin or %s.".formatted(VARIABLE));
    }
    if (file != null && standardInput) {
      throw Failure.usage("Give --api-key-file or --api-key-stdin, not both.");
    }
    if (file != null) {
      return oneLine(Input.text(file, terminal.in()), file);
    }
    if (standardInput) {
      return oneLine(Input.text("-", terminal.in()), "Standard input");
    }
    var variable = terminal.variable(VARIABLE);
    // One of Loom's own says who asks; no provider takes it.
    return variable.isBlank() || CallerCredentials.isKey(variable)
        ? null
        : oneLine(variable, VARIABLE);
  }

  private static String oneLine(String text, String source) {
    var key = text.strip();
    if (key.isEmpty() || key.lines().count() != 1 || !isPrintable(key)) {
      throw Failure.usage("%s does not hold an API key on one line.".formatted(source));
    }
    return key;
  }

  private static boolean isPrintable(String key) {
    return StandardCharsets.US_ASCII.newEncoder().canEncode(key)
        && key.chars().allMatch(c -> c > ' ' && c < 0x7f);
  }
}
