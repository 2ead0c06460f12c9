package io.loom.server.agent;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// Role names: however a person, a config file or a workflow writes one, it is compared in one
/// form.
public final class Role {
  /// The roles of a whole company, in the order of the org chart.
  public static final List<String> ALL =
      List.of(
          "ceo",
          "cfo",
          "product-manager",
          "engineering-manager",
          "project-manager",
          "qa-engineer",
          "devops-engineer",
          "code-reviewer",
          "documentation-manager",
          "web-designer",
          "web-designer-engineer",
          "public-relations-manager",
          "decision-maker",
          "housekeeping-bot");

  private static final Map<String, String> SYNONYMS =
      Map.of("qa", "qa-engineer", "backend-engineer", "engineering-manager");
  private static final List<String> ACRONYMS = List.of("ceo", "cfo", "cto", "qa");

  private static final int LONGEST = 64;

  private Role() {}

  /// The one form of a role: lower case, only the last path segment, nothing from a parenthesis on,
  /// hyphens between words, letters and digits only, synonyms replaced. Empty when nothing is left.
  public static String normalise(String text) {
    var segment = text.substring(text.lastIndexOf('/') + 1);
    int parenthesis = segment.indexOf('(');
    var kept = parenthesis < 0 ? segment : segment.substring(0, parenthesis);
    var words = kept.strip().toLowerCase(Locale.ROOT).replaceAll("[_\\s]+", "-");
    var letters = words.replaceAll("[^a-z0-9-]", "");
    var role = letters.length() <= LONGEST ? letters : letters.substring(0, LONGEST);
    return SYNONYMS.getOrDefault(role, role);
  }

  /// A role as people read it, such as `QA Engineer`.
  public static String title(String role) {
    return List.of(role.split("-", -1)).stream()
        .filter(word -> !word.isEmpty())
        .map(word ->
            ACRONYMS.contains(word)
                ? word.toUpperCase(Locale.ROOT)
                : Character.toUpperCase(word.charAt(0)) + word.substring(1))
        .collect(Collectors.joining(" "));
  }
}
