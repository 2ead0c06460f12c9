package io.loom.ground.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What is found wrong or odd while one file is read, and where its keys stand. For one thread.
final class Findings {
  private final String file;
  private final Map<String, Integer> lines = new HashMap<>();
  private final List<ConfigProblem> problems = new ArrayList<>();
  private final List<String> unused = new ArrayList<>();

  Findings(String file) {
    this.file = file;
  }

  void seen(String path, int line) {
    lines.putIfAbsent(path, line);
  }

  void unused(String path, int line) {
    unused.add("%s (line %d)".formatted(path, line));
  }

  void problem(int line, String path, String message) {
    problems.add(new ConfigProblem(file, line, path, message));
  }

  /// Records what a compact constructor threw. Its message begins with the key that it is about; if
  /// it does not, the section itself is.
  void broken(String section, String message) {
    int space = message.indexOf(' ');
    var key = space < 0 ? "" : message.substring(0, space);
    var plain = section.replaceAll("\\[\\d+]", "");
    if (key.startsWith(plain + ".")) {
      key = section + key.substring(plain.length());
    } else if (!key.contains(".")) {
      problem(line(section), section, message);
      return;
    }
    problem(line(key), key, message.substring(space + 1));
  }

  /// The line of a key, or of the innermost section around it that the file names; else 0.
  int line(String path) {
    for (var at = path; !at.isEmpty(); at = at.substring(0, Math.max(0, at.lastIndexOf('.')))) {
      if (lines.containsKey(at)) {
        return lines.getOrDefault(at, 0);
      }
    }
    return 0;
  }

  List<ConfigProblem> problems() {
    return problems.stream().sorted(Comparator.comparingInt(ConfigProblem::line)).toList();
  }

  List<String> warnings() {
    return unused.isEmpty()
        ? List.of()
        : List.of(
            "%s: keys without effect in this Loom: %s".formatted(file, String.join(", ", unused)));
  }
}
