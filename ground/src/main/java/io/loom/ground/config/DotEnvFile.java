package io.loom.ground.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The lines of a `.env` file: `NAME=value`, with `export ` before it, quotes around the value and
/// comments after it allowed. Nothing is expanded in it.
///
/// @param warnings the lines that are no such thing, by number only, since they may hold a secret
record DotEnvFile(Map<String, String> variables, List<String> warnings) {
  private static final Pattern LINE =
      Pattern.compile(
          "\\s*(?:export\\s+)?(?<name>[A-Za-z_]\\w*)\\s*=\\s*"
              + "(?:'(?<single>[^']*)'|\"(?<quoted>(?:[^\"\\\\]|\\\\.)*)\"|(?<plain>[^'\"#\\s].*?|))"
              + "\\s*(?:(?<=[\\s='\"])#.*)?");
  private static final int SIZE_LIMIT = 1 << 20;

  DotEnvFile {
    variables = Map.copyOf(variables);
    warnings = List.copyOf(warnings);
  }

  /// Reads a file; one that does not exist holds nothing.
  static DotEnvFile read(Path file) {
    if (Files.notExists(file)) {
      return new DotEnvFile(Map.of(), List.of());
    }
    try (var input = Files.newInputStream(file)) {
      var text = new String(input.readNBytes(SIZE_LIMIT), StandardCharsets.UTF_8);
      return parse(file, text);
    } catch (IOException e) {
      return new DotEnvFile(
          Map.of(), List.of("%s cannot be read: %s".formatted(file, e.getMessage())));
    }
  }

  private static DotEnvFile parse(Path file, String text) {
    var variables = new HashMap<String, String>();
    var warnings = new ArrayList<String>();
    int number = 0;
    for (var line : text.lines().toList()) {
      number++;
      var match = LINE.matcher(line);
      if (match.matches()) {
        variables.put(match.group("name"), value(match));
      } else if (!line.isBlank() && !line.strip().startsWith("#")) {
        warnings.add("%s:%d: not read; write NAME=value".formatted(file, number));
      }
    }
    return new DotEnvFile(variables, warnings);
  }

  private static String value(Matcher line) {
    if (line.group("single") != null) {
      return line.group("single");
    }
    return line.group("quoted") != null
        ? unescape(line.group("quoted"))
        : line.group("plain").strip();
  }

  private static String unescape(String quoted) {
    var text = new StringBuilder();
    for (int i = 0; i < quoted.length(); i++) {
      char letter = quoted.charAt(i);
      if (letter == '\\') {
        i++;
        text.append(quoted.charAt(i) == 'n' ? '\n' : quoted.charAt(i));
      } else {
        text.append(letter);
      }
    }
    return text.toString();
  }
}
