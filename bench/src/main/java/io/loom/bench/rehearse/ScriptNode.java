package io.loom.bench.rehearse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/// A place in a script, which knows its line: every complaint about it names that.
record ScriptNode(String source, Node node) {
  static ScriptNode parse(String source, String text) throws ScriptException {
    try {
      var settings = LoadSettings.builder().setLabel(source).build();
      var root =
          new Compose(settings)
              .composeString(text)
              .orElseThrow(() -> new ScriptException(source + " is empty"));
      return new ScriptNode(source, root);
    } catch (YamlEngineException e) {
      throw new ScriptException(source + " is not YAML: " + e.getMessage(), e);
    }
  }

  ScriptException complaint(String message) {
    int line = node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
    return new ScriptException("%s, line %d: %s".formatted(source, line, message));
  }

  /// The entries by key; a key that is not known is an error, and so is one that comes twice.
  Map<String, ScriptNode> entries(Set<String> known) throws ScriptException {
    var entries = entries();
    for (var key : entries.keySet()) {
      if (!known.contains(key)) {
        throw entries
            .get(key)
            .complaint(
                "unknown key '%s'; known here: %s"
                    .formatted(key, String.join(", ", known.stream().sorted().toList())));
      }
    }
    return entries;
  }

  Map<String, ScriptNode> entries() throws ScriptException {
    if (!(node instanceof MappingNode mapping)) {
      throw complaint("keys and values are wanted here");
    }
    var entries = new LinkedHashMap<String, ScriptNode>();
    for (var tuple : mapping.getValue()) {
      var key = new ScriptNode(source, tuple.getKeyNode());
      if (entries.put(key.text(), new ScriptNode(source, tuple.getValueNode())) != null) {
        throw key.complaint("key '%s' comes twice".formatted(key.text()));
      }
    }
    return entries;
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  boolean isText() {
    return node instanceof ScalarNode;
  }

  List<ScriptNode> items() throws ScriptException {
    if (!(node instanceof SequenceNode sequence)) {
      throw complaint("a list is wanted here");
    }
    return sequence.getValue().stream().map(item -> new ScriptNode(source, item)).toList();
  }

  String text() throws ScriptException {
    if (!(node instanceof ScalarNode scalar)) {
      throw complaint("a text is wanted here");
    }
    return scalar.getValue();
  }

  int number() throws ScriptException {
    return parsed(text -> {
      int number = Integer.parseInt(text);
      if (number < 0) {
        throw new IllegalArgumentException("%d is negative".formatted(number));
      }
      return number;
    });
  }

  boolean flag() throws ScriptException {
    return switch (text()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw complaint("true or false is wanted here");
    };
  }

  /// The text as something else; what the reader throws becomes a complaint.
  <T> T parsed(Function<String, T> reader) throws ScriptException {
    var text = text();
    try {
      return reader.apply(text);
    } catch (NumberFormatException _) {
      throw complaint("'%s' is not a number that fits here".formatted(text));
    } catch (IllegalArgumentException e) {
      throw complaint(String.valueOf(e.getMessage()));
    }
  }

  /// The same as JSON: what YAML takes for a number, a truth value or null stays one.
  JsonNode json() throws ScriptException {
    var make = JsonNodeFactory.instance;
    if (node instanceof MappingNode) {
      var object = make.objectNode();
      for (var entry : entries().entrySet()) {
        object.set(entry.getKey(), entry.getValue().json());
      }
      return object;
    }
    if (isList()) {
      var array = make.arrayNode();
      for (var item : items()) {
        array.add(item.json());
      }
      return array;
    }
    return scalarJson();
  }

  private JsonNode scalarJson() throws ScriptException {
    var make = JsonNodeFactory.instance;
    var tag = node.getTag();
    if (tag.equals(Tag.INT)) {
      BigInteger number = parsed(BigInteger::new);
      return make.numberNode(number);
    }
    if (tag.equals(Tag.FLOAT)) {
      BigDecimal number = parsed(BigDecimal::new);
      return make.numberNode(number);
    }
    if (tag.equals(Tag.BOOL)) {
      return make.booleanNode(flag());
    }
    return tag.equals(Tag.NULL) ? make.nullNode() : make.textNode(text());
  }
}
