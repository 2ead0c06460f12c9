package io.loom.ground.config;

import java.util.List;

/// What came of reading settings.
public sealed interface ConfigResult<T> {
  /// @param warnings what the user should know although the settings hold, one line each
  record Loaded<T>(T config, List<String> warnings) implements ConfigResult<T> {
    public Loaded {
      warnings = List.copyOf(warnings);
    }
  }

  /// @param problems all that is wrong, in the order of the file; at least one
  record Refused<T>(List<ConfigProblem> problems) implements ConfigResult<T> {
    public Refused {
      problems = List.copyOf(problems);
      if (problems.isEmpty()) {
        throw new IllegalArgumentException("settings refused without a problem");
      }
    }
  }
}
