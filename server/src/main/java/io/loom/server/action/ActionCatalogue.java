package io.loom.server.action;

import static io.loom.server.action.ActionSpec.Presence.EXPECTED;
import static io.loom.server.action.ActionSpec.Presence.MAY_BE_EMPTY;
import static io.loom.server.action.ActionSpec.Presence.OPTIONAL;
import static io.loom.server.action.ActionSpec.Type.BOOLEAN;
import static io.loom.server.action.ActionSpec.Type.INTEGER;
import static io.loom.server.action.ActionSpec.Type.STRINGS;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.server.action.ActionSpec.Field;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// All actions, as a model is told of them: as tools where it knows tools, else as a manual.
public final class ActionCatalogue {
  private static final String FILE = "File, relative to the workspace, such as src/App.java.";

  private static final List<ActionSpec> SPECS =
      List.of(
          ActionSpec.of(
              "read_file",
              "Read a text file, whole or some lines of it. Read a file before you change it. A"
                  + " long file is shown with its middle left out: ask for those lines with from"
                  + " and to.",
              Field.path(FILE),
              Field.of("from", INTEGER, OPTIONAL, "First line, counted from 1.")
                  .orWritten("start_line", "from_line", "start", "line_start"),
              Field.of("to", INTEGER, OPTIONAL, "Last line, included.")
                  .orWritten("end_line", "to_line", "end", "line_end")),
          ActionSpec.of(
              "list_files",
              "List files and folders. Use it once at the start to see how the project is laid"
                  + " out. What is in .git and node_modules is left out.",
              Field.path("Folder, relative to the workspace; . for all of it.").with(EXPECTED),
              Field.of("depth", INTEGER, EXPECTED, "How many levels down, 1 to 10; 2 is usual.")
                  .orWritten("max_depth")),
          ActionSpec.of(
              "search_text",
              "Find the lines that contain a text, in all files below a path. The quickest way to"
                  + " find where something is defined or used.",
              Field.text("query", "One line of text to look for; case matters.")
                  .orWritten("pattern", "text", "search", "q"),
              Field.path("Folder or file to look in; . for all.").with(EXPECTED),
              Field.of("regex", BOOLEAN, OPTIONAL, "Read the query as an extended regex.")
                  .orWritten("is_regex")),
          ActionSpec.of(
              "write_file",
              "Write a whole file: a new one, or one that changes almost everywhere. It replaces"
                  + " what was there. For smaller changes use edit_file.",
              Field.path(FILE),
              Field.text("content", "The whole new content.")
                  .with(MAY_BE_EMPTY)
                  .orWritten("contents", "text", "file_text")),
          ActionSpec.of(
              "edit_file",
              "Replace one passage of a file. Copy old_text from the file exactly, with its"
                  + " indentation and with enough lines around it that it occurs only once.",
              Field.path(FILE),
              Field.text("old_text", "The passage as it is now.")
                  .orWritten("old", "old_string", "old_str", "search"),
              Field.text("new_text", "What stands there afterwards; empty deletes the passage.")
                  .with(MAY_BE_EMPTY)
                  .orWritten("new", "new_string", "new_str", "replace", "replacement")),
          ActionSpec.of(
              "apply_patch",
              "Apply a unified diff (--- a/file, +++ b/file, @@ hunks) to one or more files, all"
                  + " of it or nothing. Its context lines must be as in the files.",
              Field.text("patch", "The diff.").orWritten("diff")),
          ActionSpec.of(
              "move_file",
              "Move or rename a file or folder. Nothing is overwritten.",
              Field.text("from", "Where it is.")
                  .orWritten("source_path", "source", "old_path", "path"),
              Field.text("to", "Where it shall be.")
                  .orWritten("target_path", "target", "destination", "new_path")),
          ActionSpec.of("delete_file", "Delete one file.", Field.path(FILE)),
          ActionSpec.of(
              "run_command",
              "Run a command line in a shell in the workspace, for what no other action does."
                  + " Nobody can answer its questions, and what it starts ends with it.",
              Field.text("command", "For /bin/sh.").orWritten("cmd", "script", "code"),
              Field.of("timeout_seconds", INTEGER, OPTIONAL, "Ends it after so long.")
                  .orWritten("timeout")),
          ActionSpec.of("build", "Run the project's own build. Use it after changes, before test."),
          ActionSpec.of(
              "test",
              "Run the project's own tests. Finish only after they pass.",
              Field.of(
                      "pattern",
                      ActionSpec.Type.STRING,
                      OPTIONAL,
                      "Name of the tests to run, as the project's test tool understands it.")
                  .orWritten("test_pattern", "filter")),
          ActionSpec.of("git_status", "Show which files have changed."),
          ActionSpec.of(
              "git_diff", "Show all changes since the last commit. Look at them before finish."),
          ActionSpec.of("git_log", "Show the last 20 commits."),
          ActionSpec.of(
              "git_commit",
              "Keep all changes as a commit in your workspace, as a point to come back to. It is"
                  + " not needed for finish, which makes one commit of all your work.",
              Field.text("message", "What was changed.").orWritten("commit_message", "reason")),
          ActionSpec.of("git_branches", "List the branches of your workspace."),
          ActionSpec.of(
              "git_diff_branches",
              "Show what one branch or commit has that another has not.",
              Field.text("from", "The older one.").orWritten("source_branch", "base"),
              Field.text("to", "The newer one.").orWritten("target_branch", "head")),
          ActionSpec.of(
              "git_revert",
              "Undo a commit by a new one that takes its changes back.",
              Field.text("commit", "The id of the commit.").orWritten("commit_sha", "sha")),
          ActionSpec.of(
              "git_bead_commits",
              "List the commits that were made for a bead.",
              Field.text("bead_id", "The id of the bead.").orWritten("bead")),
          ActionSpec.of(
              "create_bead",
              "File a further piece of work that you found and that does not belong to this one.",
              Field.text("title", "What is to be done, in one line."),
              Field.of(
                  "description",
                  ActionSpec.Type.STRING,
                  EXPECTED,
                  "What somebody needs who knows nothing of your work."),
              Field.of("type", ActionSpec.Type.STRING, EXPECTED, "The kind of work.")
                  .orWritten("kind", "bead_type", "issue_type")
                  .oneOf("task", "bug", "feature", "chore", "epic"),
              Field.of("priority", INTEGER, EXPECTED, "0 (now) to 4 (some day); 2 is usual."),
              Field.of(
                  "blocks_this",
                  BOOLEAN,
                  OPTIONAL,
                  "true when your own work cannot be done before this is.")),
          ActionSpec.of(
              "comment",
              "Leave a remark on the bead for people and later agents.",
              Field.text("text", "The remark.").orWritten("comment", "body", "message")),
          ActionSpec.of(
              "ask_decision",
              "Ask a person to decide what you cannot, such as a change of what was asked for. Your"
                  + " work rests until the answer is there, so ask only when you cannot go on.",
              Field.text("question", "The question, understandable without your files.")
                  .orWritten("reason", "title"),
              Field.of("options", STRINGS, EXPECTED, "The possible answers, two or more.")
                  .orWritten("choices"),
              Field.of(
                  "recommendation", ActionSpec.Type.STRING, EXPECTED, "Which one you advise.")),
          ActionSpec.of(
              "finish",
              "Say that the work is done. Your changes are then built and tested in a clean"
                  + " checkout, committed and merged for you: do not commit or push.",
              Field.of(
                      "summary",
                      ActionSpec.Type.STRING,
                      EXPECTED,
                      "What was changed and why, for the commit message.")
                  .orWritten("reason", "message", "result")));

  private static final Map<String, ActionSpec> BY_NAME =
      SPECS.stream().collect(Collectors.toUnmodifiableMap(ActionSpec::name, Function.identity()));

  private ActionCatalogue() {}

  static @Nullable ActionSpec find(String name) {
    return BY_NAME.get(name);
  }

  /// The names of all actions, in the order a model is told of them.
  public static List<String> names() {
    return SPECS.stream().map(ActionSpec::name).toList();
  }

  /// The `tools` of a chat completion request. The caller owns it.
  public static ArrayNode tools() {
    var tools = JsonNodeFactory.instance.arrayNode();
    for (var spec : SPECS) {
      var function = tools.addObject().put("type", "function").putObject("function");
      function.put("name", spec.name()).put("description", spec.description());
      function.set("parameters", schema(spec));
    }
    return tools;
  }

  private static ObjectNode schema(ActionSpec spec) {
    var schema = JsonNodeFactory.instance.objectNode().put("type", "object");
    var properties = schema.putObject("properties");
    var required = schema.putArray("required");
    for (var field : spec.fields()) {
      var property = properties.putObject(field.name());
      property.put("type", field.type().schemaName()).put("description", field.description());
      if (field.type() == STRINGS) {
        property.putObject("items").put("type", "string");
      }
      if (!field.choices().isEmpty()) {
        field.choices().forEach(property.putArray("enum")::add);
      }
      if (field.isAskedFor()) {
        required.add(field.name());
      }
    }
    return schema.put("additionalProperties", false);
  }

  /// The manual for the system prompt of a model that knows no tools.
  public static String manual() {
    return """
    You work by actions. Answer with one JSON object and nothing else:
    {"action": "read_file", "path": "src/App.java", "notes": "what you think, in a sentence"}
    Several actions that do not depend on each other's results go into one answer:
    {"actions": [{"type": "build"}, {"type": "test"}], "notes": "…"}
    Inside JSON strings write a line break as \\n, a quote as \\" and a backslash as \\\\.
    The results of your actions come with the next message.

    The actions, with their fields (? means it may be left out):
    %s\
    """
        .formatted(SPECS.stream().map(ActionCatalogue::manualLine).collect(Collectors.joining()));
  }

  private static String manualLine(ActionSpec spec) {
    var line = new StringBuilder("- ").append(spec.name()).append(": ").append(spec.description());
    for (var field : spec.fields()) {
      line.append("\n    ")
          .append(field.name())
          .append(field.isAskedFor() ? "" : "?")
          .append(" (")
          .append(field.type() == STRINGS ? "array of strings" : field.type().schemaName())
          .append(field.choices().isEmpty() ? "" : ": " + String.join(", ", field.choices()))
          .append("): ")
          .append(field.description());
    }
    return line.append('\n').toString();
  }
}
