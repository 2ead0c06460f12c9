package io.loom.ground.config;

import io.loom.ground.config.ConfigResult.Loaded;
import io.loom.ground.config.ConfigResult.Refused;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.nodes.Node;

/// Reads a YAML file into a record whose components are the keys: `Duration readTimeout` of a
/// component `ServerConfig server` is `server.read_timeout`.
///
/// Components may be texts, numbers, booleans, [java.time.Duration], [io.loom.base.ByteSize],
/// [io.loom.base.Secret], [java.nio.file.Path], [java.net.URI], enums (written in lower case, with
/// `-` for `_`), lists of those, maps from text to those, records, and lists of records. A check in
/// a compact constructor throws an [IllegalArgumentException] whose message begins with the key,
/// without indexes: `projects.id is blank`. Safe for many threads: it keeps no state of its own.
public final class ConfigReader<T extends Record> {
  private final Class<T> type;
  private final Environment environment;
  private final Set<String> unused;

  /// @param unused keys, with all that is below them, that are accepted and named in one warning
  public ConfigReader(Class<T> type, Environment environment, Set<String> unused) {
    this.type = type;
    this.environment = environment;
    this.unused = Set.copyOf(unused);
  }

  /// Reads a file that has to exist.
  public ConfigResult<T> read(Path file) {
    try {
      return read(file.toString(), YamlText.read(file));
    } catch (YamlText.Refusal e) {
      return new Refused<>(List.of(e.problem()));
    }
  }

  /// Reads a text; an empty one leaves everything at its default.
  ///
  /// @param name what problems call the text
  public ConfigResult<T> read(String name, String text) {
    Optional<Node> root;
    try {
      root = YamlText.compose(name, text);
    } catch (YamlText.Refusal e) {
      return new Refused<>(List.of(e.problem()));
    }
    var findings = new Findings(name);
    var binder = new RecordBinder(findings, new VariableExpander(environment), unused);
    var config = binder.bindRoot(type, root);
    if (config.isEmpty() || !findings.problems().isEmpty()) {
      return new Refused<>(findings.problems());
    }
    var warnings = new ArrayList<>(environment.warnings());
    warnings.addAll(findings.warnings());
    return new Loaded<>(config.get(), warnings);
  }

  /// Every key that a record has, with its path: `server.http_port`, `projects[].id`.
  public static List<String> keys(Class<? extends Record> type) {
    return keys(type, "").sorted(Comparator.naturalOrder()).toList();
  }

  private static Stream<String> keys(Class<?> type, String prefix) {
    var keys = new ArrayList<String>();
    for (var setting : Setting.of(type)) {
      var path = prefix + setting.key();
      if (setting.isSection()) {
        keys(setting.type(), path + ".").forEach(keys::add);
      } else if (setting.isListOfSections()) {
        keys(setting.element(), path + "[].").forEach(keys::add);
      } else {
        keys.add(path);
      }
    }
    return keys.stream();
  }
}
