package io.loom.server.route;

import java.util.Map;
import java.util.TreeMap;

/// What there is in one project, by the names of placeholders.
record Things(Map<String, String> ids) {
  /// Things that are nowhere.
  static Things none() {
    return new Things(
        Map.of(
            "project", "nothing",
            "milestone", "nothing-due",
            "persona", "nobody",
            "bead", "nothing-1",
            "agent", "agent-nothing",
            "decision", "nothing-asked",
            "run", "nothing-running",
            "workedBead", "nothing-2",
            "secret", "TOKEN",
            "pull", "pull-nothing"));
  }

  /// The id of one of them.
  ///
  /// @param name of its placeholder
  String id(String name) {
    return ids.getOrDefault(name, "nothing-else");
  }

  /// A path or body about these things, asked by somebody who is at home with others.
  String in(String text, Things home) {
    var filled = text;
    for (var entry : all(home).entrySet()) {
      filled = filled.replace("{" + entry.getKey() + "}", entry.getValue());
    }
    return filled;
  }

  /// An answer without what tells these things from others.
  String without(String answer) {
    var plain = answer.replaceAll("/requests/[0-9a-f]+", "/requests/…");
    // Longest first, since the id of a project is part of the ids of its beads.
    for (var entry : new TreeMap<>(ids).entrySet()) {
      plain = plain.replaceAll("\\b" + entry.getValue() + "\\b(?!-)", "{" + entry.getKey() + "}");
    }
    return plain;
  }

  private Map<String, String> all(Things home) {
    var all = new TreeMap<>(ids);
    all.put("home", home.id("project"));
    all.put("homeBead", home.id("secondBead"));
    all.put("homeAgent", home.id("agent"));
    return all;
  }
}
