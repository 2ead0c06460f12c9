package io.loom.bench.rehearse;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Reads the upper half of a script: everything but the replies.
final class ScriptParser {
  private static final int DEFAULT_CHUNK = 24;
  private static final int DEFAULT_CONTEXT = 131_072;

  private final List<Rule> rules = new ArrayList<>();

  private ScriptParser() {}

  static Script parse(ScriptNode root) throws ScriptException {
    var top = root.entries(Set.of("models", "defaults", "rules", "beads", "otherwise"));
    var parser = new ScriptParser();
    parser.readRules(top.get("rules"));
    parser.readBeads(top.get("beads"));
    var otherwise = top.get("otherwise");
    if (otherwise != null) {
      parser.add("otherwise", List.of(), otherwise);
    }
    if (parser.rules.isEmpty()) {
      throw root.complaint("the script has no 'rules', no 'beads' and no 'otherwise'");
    }
    return withDefaults(root, top, parser.rules);
  }

  private static Script withDefaults(ScriptNode root, Map<String, ScriptNode> top, List<Rule> rules)
      throws ScriptException {
    var defaults = top.get("defaults");
    Map<String, ScriptNode> keys =
        defaults == null ? Map.of() : defaults.entries(Set.of("latency", "chunk", "usage"));
    var latency = keys.get("latency");
    var chunk = keys.get("chunk");
    var usage = keys.get("usage");
    return new Script(
        root.source(),
        readModels(top.get("models")),
        latency == null ? Duration.ZERO : latency.parsed(DurationText::parse),
        chunk == null ? DEFAULT_CHUNK : Math.max(1, chunk.number()),
        usage == null ? null : ReplyParser.readUsage(usage),
        rules);
  }

  private static List<Script.Model> readModels(@Nullable ScriptNode list) throws ScriptException {
    if (list == null) {
      return List.of(new Script.Model("scripted", DEFAULT_CONTEXT));
    }
    var models = new ArrayList<Script.Model>();
    for (var item : list.items()) {
      models.add(item.isText() ? new Script.Model(item.text(), DEFAULT_CONTEXT) : readModel(item));
    }
    return models;
  }

  private static Script.Model readModel(ScriptNode item) throws ScriptException {
    var keys = item.entries(Set.of("id", "context_length"));
    var id = keys.get("id");
    if (id == null) {
      throw item.complaint("a model needs an 'id'");
    }
    var length = keys.get("context_length");
    return new Script.Model(id.text(), length == null ? DEFAULT_CONTEXT : length.number());
  }

  private void readRules(@Nullable ScriptNode list) throws ScriptException {
    if (list == null) {
      return;
    }
    int index = 0;
    for (var item : list.items()) {
      readRule("rules[%d]".formatted(index), item);
      index++;
    }
  }

  private void readRule(String name, ScriptNode item) throws ScriptException {
    var keys = item.entries(Set.of("when", "times", "reply", "steps"));
    var when = keys.get("when");
    List<Condition> conditions = when == null ? List.of() : readConditions(when);
    var reply = keys.get("reply");
    var steps = keys.get("steps");
    var times = keys.get("times");
    if ((reply == null) == (steps == null)) {
      throw item.complaint("a rule needs either 'reply' or 'steps'");
    }
    if (reply != null) {
      rules.add(new Rule(name, conditions, readTimes(times), ReplyParser.read(reply)));
    } else if (times != null) {
      throw times.complaint("'times' belongs to the single step here");
    } else if (steps != null) {
      readSteps(name, conditions, steps);
    }
  }

  private void readBeads(@Nullable ScriptNode beads) throws ScriptException {
    if (beads == null) {
      return;
    }
    for (var entry : beads.entries().entrySet()) {
      var about = Condition.AboutBead.of(Pattern.quote(entry.getKey()));
      readSteps("beads." + entry.getKey(), List.of(about), entry.getValue());
    }
  }

  private void readSteps(String name, List<Condition> conditions, ScriptNode steps)
      throws ScriptException {
    int turn = 0;
    for (var step : steps.items()) {
      var atTurn = new ArrayList<>(conditions);
      atTurn.add(new Condition.AtTurn(turn));
      add("%s[%d]".formatted(name, turn), atTurn, step);
      turn++;
    }
  }

  /// One reply, or a list of replies that take turns by their `times`.
  private void add(String name, List<Condition> conditions, ScriptNode step)
      throws ScriptException {
    if (!step.isList()) {
      rules.add(
          new Rule(
              name, conditions, readTimes(step.entries().get("times")), ReplyParser.read(step)));
      return;
    }
    int index = 0;
    for (var item : step.items()) {
      add("%s[%d]".formatted(name, index), conditions, item);
      index++;
    }
  }

  private static @Nullable Integer readTimes(@Nullable ScriptNode times) throws ScriptException {
    return times == null ? null : Integer.valueOf(times.number());
  }

  private static List<Condition> readConditions(ScriptNode when) throws ScriptException {
    var keys =
        when.entries(
            Set.of(
                "bead",
                "turn",
                "tools",
                "model",
                "system",
                "first_user",
                "last",
                "any",
                "tool_result"));
    var conditions = new ArrayList<Condition>();
    for (var entry : keys.entrySet()) {
      conditions.add(readCondition(entry.getKey(), entry.getValue()));
    }
    return conditions;
  }

  private static Condition readCondition(String key, ScriptNode value) throws ScriptException {
    return switch (key) {
      case "bead" -> value.parsed(ScriptParser::readBead);
      case "turn" -> new Condition.AtTurn(value.number());
      case "tools" -> new Condition.OffersTools(value.flag());
      case "model" -> new Condition.InModelName(readTest(value));
      case "system" -> new Condition.InSystemText(readTest(value));
      case "first_user" -> new Condition.InFirstUserText(readTest(value));
      case "last" -> new Condition.InLastMessage(readTest(value));
      case "any" -> new Condition.InAnyMessage(readTest(value));
      default -> readToolResult(value);
    };
  }

  private static Condition readBead(String text) {
    boolean isExpression = text.length() > 2 && text.startsWith("/") && text.endsWith("/");
    return Condition.AboutBead.of(
        isExpression ? text.substring(1, text.length() - 1) : Pattern.quote(text));
  }

  private static Condition readToolResult(ScriptNode value) throws ScriptException {
    if (value.isText()) {
      return new Condition.HasToolResult(value.text(), new TextTest.Contains(""));
    }
    var keys = value.entries(Set.of("tool", "contains", "matches"));
    var tool = keys.get("tool");
    if (tool == null) {
      throw value.complaint("'tool_result' needs a 'tool'");
    }
    return new Condition.HasToolResult(tool.text(), readTest(value, keys));
  }

  private static TextTest readTest(ScriptNode value) throws ScriptException {
    return value.isText()
        ? new TextTest.Contains(value.text())
        : readTest(value, value.entries(Set.of("contains", "matches")));
  }

  private static TextTest readTest(ScriptNode place, Map<String, ScriptNode> keys)
      throws ScriptException {
    var contains = keys.get("contains");
    var matches = keys.get("matches");
    if (contains != null && matches != null) {
      throw place.complaint("either 'contains' or 'matches'");
    }
    if (matches != null) {
      return new TextTest.Matches(
          matches.parsed(expression -> Pattern.compile(expression, Pattern.MULTILINE)));
    }
    return new TextTest.Contains(contains == null ? "" : contains.text());
  }
}
