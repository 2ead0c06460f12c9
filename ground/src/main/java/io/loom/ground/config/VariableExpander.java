package io.loom.ground.config;

import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts variables into a value: `$NAME`, `${NAME}`, `${NAME:-default}`, and `$$` for a dollar.
///
/// It works on single values after the YAML is parsed, so that whatever a variable holds, quotes
/// and line breaks included, it stays one value.
final class VariableExpander {
  private static final Pattern REFERENCE =
      Pattern.compile(
          "\\$(?:(?<dollar>\\$)|\\{(?<braced>[A-Za-z_]\\w*)(?<choice>:-(?<fallback>[^}]*))?\\}"
              + "|(?<bare>[A-Za-z_]\\w*)|(?<malformed>\\{))");
  private static final Pattern ONLY_REFERENCE =
      Pattern.compile("\\$(?:\\{[A-Za-z_]\\w*\\}|[A-Za-z_]\\w*)");

  private final Environment environment;

  VariableExpander(Environment environment) {
    this.environment = environment;
  }

  /// Whether the text is a variable and nothing else, not even a default for it.
  static boolean isReference(String text) {
    return ONLY_REFERENCE.matcher(text).matches();
  }

  String expand(String text) {
    return text.indexOf('$') < 0
        ? text
        : REFERENCE.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found)));
  }

  private String value(MatchResult found) {
    if (found.group("dollar") != null) {
      return "$";
    }
    if (found.group("malformed") != null) {
      throw new IllegalArgumentException(
          "write a variable as ${NAME} or ${NAME:-default}, and a dollar sign as $$");
    }
    boolean braced = found.group("braced") != null;
    var name = found.group(braced ? "braced" : "bare");
    var value = environment.find(name);
    if (found.group("choice") != null) {
      return value.filter(set -> !set.isEmpty()).orElse(found.group("fallback"));
    }
    return value.orElseThrow(() ->
        new IllegalArgumentException(
            "the variable %s is not set; set it, write ${%s:-default}, or $$ for a dollar sign"
                .formatted(name, name)));
  }
}
