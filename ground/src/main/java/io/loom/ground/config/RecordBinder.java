package io.loom.ground.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// Fills records from YAML nodes. A value that is wrong is reported and its default taken, so that
/// one reading finds all problems; the caller throws away the result if there was any.
///
/// The walk follows the types of the records, not the nodes, so neither an anchor that stands for
/// itself nor a nest of them can make it long.
final class RecordBinder {
  private final Findings findings;
  private final VariableExpander expander;
  private final Set<String> unused;
  private List<String> allKeys = List.of();

  RecordBinder(Findings findings, VariableExpander expander, Set<String> unused) {
    this.findings = findings;
    this.expander = expander;
    this.unused = unused;
  }

  /// Empty only if there is a problem.
  <T extends Record> Optional<T> bindRoot(Class<T> type, Optional<Node> root) {
    allKeys = ConfigReader.keys(type);
    return Optional.ofNullable(type.cast(record(type, root.orElse(null), "")));
  }

  private @Nullable Object record(Class<?> type, @Nullable Node node, String path) {
    if (!mayHoldKeys(node, path)) {
      return null;
    }
    var settings = Setting.of(type);
    var entries = entries(node, path, settings.stream().map(Setting::key).toList());
    @Nullable Object[] values = new @Nullable Object[settings.size()];
    boolean complete = true;
    for (int i = 0; i < values.length; i++) {
      var setting = settings.get(i);
      var at = path.isEmpty() ? setting.key() : path + "." + setting.key();
      values[i] = value(setting, entries.get(setting.key()), at);
      complete &= values[i] != null || setting.nullable();
    }
    return complete ? build(type, values, path) : null;
  }

  private @Nullable Object value(Setting setting, @Nullable Node node, String path) {
    if (setting.isSection()) {
      return record(setting.type(), node, path);
    }
    if (node == null || isNull(node)) {
      return standard(setting, path, true);
    }
    @Nullable Object value = given(setting, node, path);
    return value == null ? standard(setting, path, false) : value;
  }

  private @Nullable Object given(Setting setting, Node node, String path) {
    if (setting.isList()) {
      return list(setting, node, path);
    }
    if (setting.isMap()) {
      return map(setting, node, path);
    }
    return scalar(setting, setting.type(), node, path);
  }

  /// What holds where the file is silent, or null if the setting has to be named or may be null.
  private @Nullable Object standard(Setting setting, String path, boolean missing) {
    var defaults = setting.defaults();
    if (setting.isMap()) {
      return Map.of();
    }
    if (setting.isList()) {
      return defaults == null
          ? List.of()
          : defaults.stream().map(text -> ScalarParser.parse(setting.element(), text)).toList();
    }
    if (defaults != null) {
      return ScalarParser.parse(setting.type(), defaults.getFirst());
    }
    if (missing && !setting.nullable()) {
      findings.problem(findings.line(path), path, "is missing; it has no default");
    }
    return null;
  }

  private @Nullable Object list(Setting setting, Node node, String path) {
    if (!(node instanceof SequenceNode sequence)) {
      findings.problem(line(node), path, "write a list, like [one, two]");
      return null;
    }
    var elements = new ArrayList<Object>();
    for (var element : sequence.getValue()) {
      var at = "%s[%d]".formatted(path, elements.size());
      findings.seen(at, line(element));
      if (isNull(element)) {
        findings.problem(line(element), at, "is empty; write a value or leave it out");
        return null;
      }
      @Nullable Object value =
          setting.isListOfSections()
              ? record(setting.element(), element, at)
              : scalar(setting, setting.element(), element, at);
      if (value == null) {
        return null;
      }
      elements.add(value);
    }
    return List.copyOf(elements);
  }

  private @Nullable Object map(Setting setting, Node node, String path) {
    var values = new LinkedHashMap<String, Object>();
    if (!mayHoldKeys(node, path)) {
      return null;
    }
    for (var entry : entries(node, path, null).entrySet()) {
      @Nullable Object value =
          scalar(setting, setting.element(), entry.getValue(), path + "." + entry.getKey());
      if (value == null) {
        return null;
      }
      values.put(entry.getKey(), value);
    }
    return values;
  }

  private @Nullable Object scalar(Setting setting, Class<?> type, Node node, String path) {
    if (!(node instanceof ScalarNode scalar)) {
      findings.problem(line(node), path, "write a single value");
      return null;
    }
    var written = scalar.getValue();
    if (setting.onlyVariable() && !written.isEmpty() && !VariableExpander.isReference(written)) {
      findings.problem(
          line(node), path, "a secret is not written here; put it in a variable: ${NAME}");
      return null;
    }
    try {
      var text = expander.expand(written);
      return text.isEmpty() && setting.nullable() ? null : ScalarParser.parse(type, text);
    } catch (IllegalArgumentException e) {
      // The text as written, not as expanded: a variable may hold a secret.
      findings.problem(line(node), path, "\"%s\": %s".formatted(written, e.getMessage()));
      return null;
    }
  }

  /// The entries of a mapping by key; unknown and repeated ones are reported and left out.
  ///
  /// @param known the keys there are, or null if any will do
  private Map<String, Node> entries(
      @Nullable Node node, String path, @Nullable List<String> known) {
    if (!(node instanceof MappingNode mapping)) {
      return Map.of();
    }
    var entries = new LinkedHashMap<String, Node>();
    for (var tuple : mapping.getValue()) {
      var name = (ScalarNode) tuple.getKeyNode(); // the composer refuses others
      var key = name.getValue();
      var at = path.isEmpty() ? key : path + "." + key;
      if (known != null && !known.contains(key)) {
        unknown(at, key, known, line(name));
      } else if (entries.putIfAbsent(key, tuple.getValueNode()) != null) {
        findings.problem(
            line(name), at, "is here twice; the first is on line %d".formatted(findings.line(at)));
      }
      findings.seen(at, line(name));
    }
    return entries;
  }

  private boolean mayHoldKeys(@Nullable Node node, String path) {
    if (node == null || isNull(node) || node instanceof MappingNode) {
      return true;
    }
    findings.problem(line(node), path, "write keys with values below it, like `key: value`");
    return false;
  }

  private void unknown(String path, String key, List<String> known, int line) {
    for (var at = path; !at.isEmpty(); at = at.substring(0, Math.max(0, at.lastIndexOf('.')))) {
      if (unused.contains(at)) {
        findings.unused(path, line);
        return;
      }
    }
    var hint =
        KeyNames.nearest(key, known)
            .or(() -> allKeys.stream().filter(full -> full.endsWith("." + key)).findFirst())
            .map("unknown key; did you mean %s?"::formatted)
            .orElseGet(() -> "unknown key; known here: " + String.join(", ", known));
    findings.problem(line, path, hint);
  }

  private @Nullable Object build(Class<?> type, @Nullable Object[] values, String path) {
    try {
      var constructor = canonicalConstructor(type);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException refusal) {
        findings.broken(path, String.valueOf(refusal.getMessage()));
        return null;
      }
      throw new IllegalStateException(type.getName() + " cannot be made", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName() + " cannot be made", e);
    }
  }

  private static Constructor<?> canonicalConstructor(Class<?> type) throws NoSuchMethodException {
    var parameters = Setting.of(type).stream().<Class<?>>map(Setting::type).toList();
    return type.getDeclaredConstructor(parameters.toArray(Class<?>[]::new));
  }

  private static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }
}
