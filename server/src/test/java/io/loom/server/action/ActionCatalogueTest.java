package io.loom.server.action;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActionCatalogueTest {
  static List<JsonNode> tools() {
    return StreamSupport.stream(ActionCatalogue.tools().spliterator(), false).toList();
  }

  @Test
  void everyActionIsATool() {
    assertThat(tools().stream().map(tool -> tool.at("/function/name").asText()))
        .containsExactly(
            "read_file",
            "list_files",
            "search_text",
            "write_file",
            "edit_file",
            "apply_patch",
            "move_file",
            "delete_file",
            "run_command",
            "build",
            "test",
            "git_status",
            "git_diff",
            "git_log",
            "git_commit",
            "git_branches",
            "git_diff_branches",
            "git_revert",
            "git_bead_commits",
            "create_bead",
            "comment",
            "ask_decision",
            "finish");
  }

  @ParameterizedTest
  @MethodSource("tools")
  void whatASchemaAsksForIsReadUnderTheSameName(JsonNode tool) {
    var function = tool.path("function");
    var call = JsonNodeFactory.instance.objectNode();
    var name = function.path("name").asText();
    var arguments = sample(function.path("parameters"));
    call.putArray("tool_calls")
        .addObject()
        .putObject("function")
        .put("name", name)
        .put("arguments", arguments.toString());

    var answer = (ParsedAnswer.Calls) ActionParser.parse(call, true);

    assertThat(answer.calls().getFirst().result())
        .isInstanceOfSatisfying(
            ParsedAnswer.Parsed.class,
            parsed -> assertThat(parsed.action().name()).isEqualTo(name));
  }

  private static ObjectNode sample(JsonNode parameters) {
    assertThat(parameters.path("additionalProperties").asBoolean(true)).isFalse();
    var sample = JsonNodeFactory.instance.objectNode();
    for (var property : parameters.path("properties").properties()) {
      assertThat(property.getValue().path("description").asText()).isNotBlank();
      switch (property.getValue().path("type").asText()) {
        case "string" ->
            sample.put(
                property.getKey(), property.getValue().path("enum").path(0).asText("some text"));
        case "integer" -> sample.put(property.getKey(), 3);
        case "boolean" -> sample.put(property.getKey(), true);
        case "array" -> sample.putArray(property.getKey()).add("one");
        default -> throw new AssertionError(property);
      }
    }
    return sample;
  }

  @Test
  void manualNamesEveryActionAndField() {
    var manual = ActionCatalogue.manual();

    var words = new ArrayList<String>();
    for (var tool : tools()) {
      words.add("- " + tool.at("/function/name").asText() + ":");
      tool.at("/function/parameters/properties")
          .properties()
          .forEach(property -> words.add("    " + property.getKey()));
    }
    assertThat(manual).contains(words).hasSizeLessThan(8_000);
  }

  @Test
  void onlyWhatMayChangeTheWorkspaceIsMutating() {
    assertThat(new Action.RunCommand("ls", 0).isMutating()).isTrue();
    assertThat(new Action.Test("").isMutating()).isTrue();
    assertThat(new Action.GitDiff().isMutating()).isFalse();
    assertThat(new Action.Finish("x").isMutating()).isFalse();
  }
}
