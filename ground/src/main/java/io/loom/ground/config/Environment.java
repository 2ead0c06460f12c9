package io.loom.ground.config;

import io.loom.base.Secret;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The variables that the program was started with, and behind them those of the `.env` file. The
/// one place that reads either.
public final class Environment {
  private final Map<String, String> variables;
  private final List<String> warnings;

  private Environment(Map<String, String> variables, List<String> warnings) {
    this.variables = Map.copyOf(variables);
    this.warnings = List.copyOf(warnings);
  }

  /// The environment of this process, with `folder/.env` for what is not set in it.
  public static Environment ofProcess(Path folder) {
    return withFile(System.getenv(), folder.resolve(".env"));
  }

  public static Environment of(Map<String, String> variables) {
    return new Environment(variables, List.of());
  }

  static Environment withFile(Map<String, String> process, Path file) {
    var read = DotEnvFile.read(file);
    var variables = new HashMap<>(read.variables());
    variables.putAll(process);
    return new Environment(variables, read.warnings());
  }

  public Optional<String> find(String name) {
    return Optional.ofNullable(variables.get(name));
  }

  /// A variable that holds a secret; one that is set but blank counts as absent.
  public Optional<Secret> findSecret(String name) {
    return find(name).map(Secret::new).filter(secret -> !secret.isBlank());
  }

  /// The lines of `.env` that could not be read, one text each. No value is in them.
  public List<String> warnings() {
    return warnings;
  }

  /// Shows how many variables there are and none of them: some are secrets.
  @Override
  public String toString() {
    return "Environment[%d variables]".formatted(variables.size());
  }
}
