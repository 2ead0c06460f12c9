package io.loom.server.sync.dolt;

import io.loom.server.bead.file.BeadDocument;
import io.loom.server.bead.file.BeadEdge;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What to tell `bd` so that a bead becomes what it is here. What no command of `bd` can change is
/// left out.
final class BdCommands {
  /// Keys that `update` sets, with their options.
  private static final Map<String, String> TEXTS = texts();

  private BdCommands() {}

  private static Map<String, String> texts() {
    var texts = new LinkedHashMap<String, String>();
    texts.put("title", "--title");
    texts.put("description", "--description");
    texts.put("design", "--design");
    texts.put("acceptance_criteria", "--acceptance");
    texts.put("notes", "--notes");
    texts.put("issue_type", "--type");
    texts.put("assignee", "--assignee");
    texts.put("external_ref", "--external-ref");
    texts.put("spec_id", "--spec-id");
    texts.put("due_at", "--due");
    texts.put("defer_until", "--defer");
    return texts;
  }

  /// @param there the bead as `bd` has it
  static List<List<String>> change(BeadDocument there, BeadDocument wanted) {
    var commands = new ArrayList<List<String>>();
    var update = fields(there, wanted);
    if (!update.isEmpty()) {
      commands.add(command("update", update, List.of(wanted.id())));
    }
    commands.addAll(labels(there, wanted));
    commands.addAll(edges(there, wanted));
    commands.addAll(comments(there, wanted));
    commands.addAll(status(there, wanted));
    return commands;
  }

  /// The first command for a bead that `bd` does not have; then [#change] from what came of it.
  static List<String> create(BeadDocument wanted) {
    return command(
        "create",
        List.of(
            "--id=" + wanted.id(), "--type=" + wanted.type(), "--priority=" + wanted.priority()),
        List.of(wanted.text("title")));
  }

  /// Values are joined to their options, and what comes last follows `--`: no value is ever taken
  /// for an option.
  private static List<String> command(String verb, List<String> options, List<String> words) {
    var command = new ArrayList<>(List.of(verb.split(" ")));
    command.add("--json");
    command.addAll(options);
    command.add("--");
    command.addAll(words);
    return command;
  }

  private static List<String> fields(BeadDocument there, BeadDocument wanted) {
    var options = new ArrayList<String>();
    TEXTS.forEach((key, option) -> {
      if (!there.text(key).equals(wanted.text(key))) {
        options.add(option + "=" + wanted.text(key));
      }
    });
    if (there.priority() != wanted.priority()) {
      options.add("--priority=" + wanted.priority());
    }
    long minutes = wanted.number("estimated_minutes", 0);
    if (there.number("estimated_minutes", 0) != minutes) {
      options.add("--estimate=" + minutes);
    }
    var metadata = wanted.raw("metadata");
    if (metadata != null && !metadata.equals(there.raw("metadata"))) {
      options.add("--metadata=" + metadata);
    }
    return options;
  }

  private static List<List<String>> status(BeadDocument there, BeadDocument wanted) {
    var status = wanted.status();
    if (there.status().equals(status) || status.equals("tombstone")) {
      return List.of();
    }
    var id = List.of(wanted.id());
    if (status.equals("closed")) {
      var reason = "--reason=" + wanted.text("close_reason");
      return List.of(command("close", List.of("--force", reason), id));
    }
    return there.status().equals("closed") && status.equals("open")
        ? List.of(command("reopen", List.of(), id))
        : List.of(command("update", List.of("--status=" + status), id));
  }

  private static List<List<String>> labels(BeadDocument there, BeadDocument wanted) {
    var commands = new ArrayList<List<String>>();
    for (var label : minus(wanted.labels(), there.labels())) {
      commands.add(command("label add", List.of(), List.of(wanted.id(), label)));
    }
    for (var label : minus(there.labels(), wanted.labels())) {
      commands.add(command("label remove", List.of(), List.of(wanted.id(), label)));
    }
    return commands;
  }

  private static List<List<String>> edges(BeadDocument there, BeadDocument wanted) {
    var commands = new ArrayList<List<String>>();
    for (var edge : minus(there.edges(), wanted.edges())) {
      commands.add(command("dep remove", List.of(), ends(wanted, edge)));
    }
    for (var edge : minus(wanted.edges(), there.edges())) {
      commands.add(command("dep add", List.of("--type=" + edge.type()), ends(wanted, edge)));
    }
    return commands;
  }

  private static List<String> ends(BeadDocument from, BeadEdge edge) {
    return List.of(from.id(), edge.dependsOn());
  }

  private static List<List<String>> comments(BeadDocument there, BeadDocument wanted) {
    var known = new HashSet<String>();
    there.comments().forEach(comment -> known.add(comment.text("text")));
    return wanted.comments().stream()
        .map(comment -> comment.text("text"))
        .filter(known::add)
        .map(text -> command("comments add", List.of(), List.of(wanted.id(), text)))
        .toList();
  }

  private static <T> Set<T> minus(List<T> all, List<T> without) {
    var rest = new LinkedHashSet<>(all);
    without.forEach(rest::remove);
    return rest;
  }
}
