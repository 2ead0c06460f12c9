package io.loom.server.action;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.server.action.ParsedAnswer.Invalid;
import io.loom.server.action.ParsedAnswer.Parsed;
import io.loom.server.action.ParsedAnswer.Result;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Makes an action of a name and its fields, also under names that other agents' prompts use.
final class ActionReader {
  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("read", "read_file"),
          Map.entry("read_code", "read_file"),
          Map.entry("tree", "list_files"),
          Map.entry("scope", "list_files"),
          Map.entry("read_tree", "list_files"),
          Map.entry("search", "search_text"),
          Map.entry("edit", "edit_file"),
          Map.entry("edit_code", "edit_file"),
          Map.entry("write", "write_file"),
          Map.entry("patch", "apply_patch"),
          Map.entry("rename_file", "move_file"),
          Map.entry("bash", "run_command"),
          Map.entry("build_project", "build"),
          Map.entry("run_tests", "test"),
          Map.entry("checkpoint", "git_commit"),
          Map.entry("git_checkpoint", "git_commit"),
          Map.entry("git_list_branches", "git_branches"),
          Map.entry("done", "finish"),
          Map.entry("close_bead", "finish"),
          Map.entry("ask_followup", "ask_decision"),
          Map.entry("escalate", "ask_decision"),
          Map.entry("escalate_ceo", "ask_decision"));

  /// Asked for by many prompts, and done by Loom itself.
  private static final Set<String> DONE_FOR_YOU =
      Set.of(
          "git_push", "git_merge", "git_fetch", "git_branch_delete", "create_pr", "git_checkout");

  private static final int LIST_DEPTH = 2;
  private static final int TREE_DEPTH = 3;

  private ActionReader() {}

  static boolean knows(String name) {
    var key = name.strip().toLowerCase(Locale.ROOT);
    return ActionCatalogue.find(key) != null
        || ALIASES.containsKey(key)
        || DONE_FOR_YOU.contains(key);
  }

  static Result read(String name, JsonNode fields) {
    var key = name.strip().toLowerCase(Locale.ROOT);
    if (DONE_FOR_YOU.contains(key)) {
      return new Invalid(
          "There is no %s: after finish, Loom commits and merges your changes itself."
              .formatted(key));
    }
    if (!fields.isObject()) {
      return new Invalid(
          "The arguments of %s must be a JSON object, such as {\"path\": \".\"}."
              .formatted(OutputText.line(name, 60)));
    }
    var object = shaped(key, (ObjectNode) fields);
    // A diff may come under the name of an edit.
    var canonical =
        key.equals("edit_code") && object.path("patch").isTextual()
            ? "apply_patch"
            : ALIASES.getOrDefault(key, key);
    var spec = ActionCatalogue.find(canonical);
    if (spec == null) {
      return new Invalid(
          "There is no action \"%s\". The actions are: %s."
              .formatted(OutputText.line(name, 60), String.join(", ", ActionCatalogue.names())));
    }
    var arguments = new ActionArguments(spec, object);
    var problem = arguments.problem();
    return problem == null ? action(key, canonical, arguments) : new Invalid(problem);
  }

  /// Some names come with fields of another shape.
  private static ObjectNode shaped(String key, ObjectNode fields) {
    if (fields.get("bead") instanceof ObjectNode bead) {
      return bead;
    }
    var source = fields.path("source_path").asText();
    var newName = fields.path("new_name").asText();
    if (key.equals("rename_file") && !newName.isEmpty()) {
      return fields
          .deepCopy()
          .put("to", source.substring(0, source.lastIndexOf('/') + 1) + newName);
    }
    return fields;
  }

  private static Result action(String key, String canonical, ActionArguments values) {
    return switch (canonical) {
      case "read_file" -> readFile(values);
      case "list_files" ->
          new Parsed(
              new Action.ListFiles(
                  values.text("path", "."),
                  Math.clamp(
                      values.number("depth", key.equals("tree") ? TREE_DEPTH : LIST_DEPTH),
                      1,
                      10)));
      case "search_text" ->
          new Parsed(
              new Action.SearchText(
                  values.text("query"), values.text("path", "."), values.flag("regex")));
      case "write_file" ->
          new Parsed(new Action.WriteFile(values.text("path"), values.text("content")));
      case "edit_file" ->
          new Parsed(
              new Action.EditFile(
                  values.text("path"), values.text("old_text"), values.text("new_text")));
      case "apply_patch" -> new Parsed(new Action.ApplyPatch(values.text("patch")));
      case "move_file" -> new Parsed(new Action.MoveFile(values.text("from"), values.text("to")));
      case "delete_file" -> new Parsed(new Action.DeleteFile(values.text("path")));
      case "run_command" ->
          new Parsed(
              new Action.RunCommand(values.text("command"), values.number("timeout_seconds", 0)));
      case "build" -> new Parsed(new Action.Build());
      case "test" -> new Parsed(new Action.Test(values.text("pattern")));
      case "git_status" -> new Parsed(new Action.GitStatus());
      case "git_diff" -> new Parsed(new Action.GitDiff());
      case "git_log" -> new Parsed(new Action.GitLog());
      case "git_commit" -> new Parsed(new Action.GitCommit(values.text("message")));
      case "git_branches" -> new Parsed(new Action.GitBranches());
      case "git_diff_branches" ->
          new Parsed(new Action.GitDiffBranches(values.text("from"), values.text("to")));
      case "git_revert" -> new Parsed(new Action.GitRevert(values.text("commit")));
      case "git_bead_commits" -> new Parsed(new Action.GitBeadCommits(values.text("bead_id")));
      case "create_bead" -> createBead(values);
      case "comment" -> new Parsed(new Action.Comment(values.text("text")));
      case "ask_decision" ->
          new Parsed(
              new Action.AskDecision(
                  values.text("question"), values.texts("options"), values.text("recommendation")));
      case "finish" -> new Parsed(new Action.Finish(values.text("summary")));
      default -> throw new IllegalStateException("no reader for " + canonical);
    };
  }

  private static Result readFile(ActionArguments values) {
    int from = Math.max(1, values.number("from", 1));
    int to = values.number("to", 0);
    return to != 0 && to < from
        ? new Invalid(
            "read_file from line %d to line %d: \"to\" must not be smaller than \"from\"."
                .formatted(from, to))
        : new Parsed(new Action.ReadFile(values.text("path"), from, to));
  }

  private static Result createBead(ActionArguments values) {
    int priority = values.number("priority", 2);
    return priority > 4
        ? new Invalid("The field \"priority\" of create_bead must be 0, 1, 2, 3 or 4.")
        : new Parsed(
            new Action.CreateBead(
                values.text("title"),
                values.text("description"),
                values.text("type", "task"),
                priority,
                values.flag("blocks_this")));
  }
}
