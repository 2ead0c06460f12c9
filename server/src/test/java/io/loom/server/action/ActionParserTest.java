package io.loom.server.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.ground.http.Json;
import io.loom.server.action.ParsedAnswer.Calls;
import io.loom.server.action.ParsedAnswer.Invalid;
import io.loom.server.action.ParsedAnswer.NoActions;
import io.loom.server.action.ParsedAnswer.Parsed;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers as models really give them.
class ActionParserTest {
  private static final Action READ = new Action.ReadFile("a", 1, 0);
  private static final Action BUILD = new Action.Build();

  private static ObjectNode message(String content) {
    return JsonNodeFactory.instance.objectNode().put("role", "assistant").put("content", content);
  }

  private static ObjectNode toolCall(String name, String arguments) {
    var message = message("thinking aloud");
    var call = message.putArray("tool_calls").addObject().put("id", "c1").put("type", "function");
    call.putObject("function").put("name", name).put("arguments", arguments);
    return message;
  }

  private static List<Action> actions(ParsedAnswer answer) {
    assertThat(answer).isInstanceOf(Calls.class);
    return ((Calls) answer)
        .calls().stream()
            .map(call -> {
              assertThat(call.result()).isInstanceOf(Parsed.class);
              return ((Parsed) call.result()).action();
            })
            .toList();
  }

  private static String reason(ParsedAnswer answer) {
    assertThat(answer).isInstanceOf(Calls.class);
    var result = ((Calls) answer).calls().getFirst().result();
    assertThat(result).isInstanceOf(Invalid.class);
    return ((Invalid) result).reason();
  }

  static Stream<Arguments> oddAnswers() {
    var read = "{\"action\":\"read_file\",\"path\":\"a\"}";
    var build = "{\"action\":\"build\"}";
    return Stream.of(
        arguments(read, List.of(READ)),
        arguments("```json\n" + read + "\n```", List.of(READ)),
        arguments("Sure! I'll {carefully} look:\n\n" + read + "\n\nDone.", List.of(READ)),
        arguments("<think>maybe " + build + "</think>" + read, List.of(READ)),
        arguments("maybe " + build + "?\n</think>\n" + read, List.of(READ)),
        arguments(read + "<think>or " + build, List.of(READ)),
        arguments(read + "\n" + build, List.of(READ, BUILD)),
        arguments("[" + read + "," + build + "]", List.of(READ, BUILD)),
        arguments(
            "{\"actions\":[{\"type\":\"read\",\"path\":\"a\"},{\"type\":\"build_project\"}],\"notes\":\"n\"}",
            List.of(READ, BUILD)),
        arguments("{\"actions\":[{\"action\":\"build\"}]}", List.of(BUILD)),
        arguments("{\"type\":\"read_code\",\"path\":\"a\"}", List.of(READ)),
        arguments("{\"action\":{\"type\":\"build\"}}", List.of(BUILD)),
        arguments(
            "<tool_call>{\"name\":\"read_file\",\"arguments\":{\"path\":\"a\"}}</tool_call>",
            List.of(READ)),
        arguments("{\"action\":\"read_file\",\"path\":\"a\",}", List.of(READ)),
        arguments("{ \n \"action\": \"Read_File\", \"file_path\": \"a\" }", List.of(READ)),
        arguments(
            "{\"action\":\"read\",\"path\":\"a\",\"from\":\"3\",\"to\":5.0}",
            List.of(new Action.ReadFile("a", 3, 5))),
        arguments("{\"action\":\"read\",\"path\":\"a\",\"from\":null,\"to\":\"\"}", List.of(READ)),
        arguments(
            "{\"action\":\"write\",\"path\":\"a\",\"content\":\"{ \\\"x\\\": \\\"}\\\" <think>\"}",
            List.of(new Action.WriteFile("a", "{ \"x\": \"}\" <think>"))),
        arguments(
            "{\"action\":\"write\",\"path\":\"a\",\"content\":\"one\ntwo\"}",
            List.of(new Action.WriteFile("a", "one\ntwo"))),
        arguments(
            "{\"name\":\"demo\",\"type\":\"module\"} is package.json. " + build, List.of(BUILD)));
  }

  @ParameterizedTest
  @MethodSource("oddAnswers")
  void actionsAreFoundInWhateverIsAroundThem(String content, List<Action> expected) {
    assertThat(actions(ActionParser.parse(message(content), false))).isEqualTo(expected);
  }

  static Stream<Arguments> otherNames() {
    return Stream.of(
        arguments("{\"action\":\"scope\"}", new Action.ListFiles(".", 2)),
        arguments("{\"action\":\"tree\",\"path\":\"src\"}", new Action.ListFiles("src", 3)),
        arguments(
            "{\"type\":\"read_tree\",\"path\":\"src\",\"max_depth\":4}",
            new Action.ListFiles("src", 4)),
        arguments(
            "{\"action\":\"search\",\"query\":\"x\"}", new Action.SearchText("x", ".", false)),
        arguments(
            "{\"action\":\"edit\",\"path\":\"a\",\"old\":\"x\",\"new\":\"\"}",
            new Action.EditFile("a", "x", "")),
        arguments(
            "{\"type\":\"edit_code\",\"path\":\"a\",\"old_text\":\"x\",\"new_text\":\"y\"}",
            new Action.EditFile("a", "x", "y")),
        arguments(
            "{\"type\":\"edit_code\",\"path\":\"a\",\"patch\":\"p\"}", new Action.ApplyPatch("p")),
        arguments("{\"action\":\"bash\",\"command\":\"ls\"}", new Action.RunCommand("ls", 0)),
        arguments(
            "{\"type\":\"run_command\",\"command\":\"ls\",\"timeout\":7}",
            new Action.RunCommand("ls", 7)),
        arguments("{\"action\":\"test\"}", new Action.Test("")),
        arguments(
            "{\"type\":\"rename_file\",\"source_path\":\"d/a\",\"new_name\":\"b\"}",
            new Action.MoveFile("d/a", "d/b")),
        arguments("{\"action\":\"done\",\"reason\":\"all\"}", new Action.Finish("all")),
        arguments("{\"action\":\"finish\"}", new Action.Finish("")),
        arguments(
            "{\"action\":\"escalate\",\"reason\":\"why?\"}",
            new Action.AskDecision("why?", List.of(), "")),
        arguments(
            "{\"type\":\"create_bead\",\"bead\":{\"title\":\"t\",\"type\":\"bug\",\"priority\":1}}",
            new Action.CreateBead("t", "", "bug", 1, false)),
        arguments(
            "{\"action\":\"create_bead\",\"title\":\"t\",\"type\":\"chore\",\"blocks_this\":true}",
            new Action.CreateBead("t", "", "chore", 2, true)));
  }

  @ParameterizedTest
  @MethodSource("otherNames")
  void otherPromptsNamesAreUnderstood(String content, Action expected) {
    assertThat(actions(ActionParser.parse(message(content), false))).containsExactly(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{\"action\":\"read_file\"}|needs the field \"path\"",
        "{\"action\":\"read_file\",\"where\":\"a\"}|You gave: where.",
        "{\"action\":\"read_file\",\"path\":\"\"}|not empty",
        "{\"action\":\"read_file\",\"path\":[\"a\"]}|must be a string",
        "{\"action\":\"read_file\",\"path\":\"a\",\"from\":\"x\"}|\"from\" of read_file must be an integer",
        "{\"action\":\"read_file\",\"path\":\"a\",\"from\":9,\"to\":3}|smaller",
        "{\"action\":\"read_file\",\"path\":\"a\\u0000b\"}|NUL",
        "{\"action\":\"search_text\",\"query\":\"a\",\"regex\":\"maybe\"}|true",
        "{\"action\":\"create_bead\",\"title\":\"t\",\"priority\":7}|0, 1, 2, 3 or 4",
        "{\"action\":\"create_bead\",\"title\":\"t\",\"type\":\"wish\"}|one of task, bug",
        "{\"action\":\"ask_decision\",\"question\":\"q\",\"options\":{\"a\":1}}|an array of strings",
        "{\"action\":\"fly\"}|There is no action \"fly\". The actions are: read_file",
        "{\"action\":\"git_push\"}|Loom commits and merges",
        "{\"actions\":[3]}|{\"type\": \"build\"}",
        "{\"action\":\"read_file\",\"path\":\"a|not closed",
        "{\"action\":\"read_file\" \"path\":\"a\"}|line 1, column",
        "{\"actions\":[{\"type\":\"read\",\"path\":\"a\"}{\"type\":\"build\"}]}|not valid JSON",
      })
  void whatIsWrongIsSaidWithTheField(String content, String expected) {
    assertThat(reason(ActionParser.parse(message(content), false))).contains(expected);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Shall I go on?",
        "<think>{\"action\":\"build\"}",
        "{\"actions\":[]}",
        "```java\nclass A { int b; }\n```",
        "{\"name\":\"demo\",\"type\":\"module\"}",
        "{ \"unfinished",
        "}{",
      })
  void answerWithoutActionsIsSaidToBeOne(String content) {
    assertThat(ActionParser.parse(message(content), true)).isInstanceOf(NoActions.class);
    assertThat(ActionParser.parse(message(content), false)).isInstanceOf(NoActions.class);
  }

  @Test
  void textWithoutActionsComesWithoutThoughtsAndFences() {
    assertThat(ActionParser.parse(message("<think>hm</think>\nWhich one?"), false))
        .isEqualTo(new NoActions("Which one?"));
  }

  @Test
  void toolCallsKeepTheirIdsAndOrder() {
    var message = toolCall("read_file", "{\"path\":\"a\"}");
    var second = message.withArray("tool_calls").addObject().put("type", "function");
    second.putObject("function").put("name", "build").put("arguments", "");

    var answer = (Calls) ActionParser.parse(message, true);

    assertThat(actions(answer)).containsExactly(READ, BUILD);
    assertThat(answer.calls())
        .extracting(ParsedAnswer.Call::callId)
        .containsExactly("c1", "call-2");
    assertThat(answer.notes()).isEqualTo("thinking aloud");
  }

  @Test
  void brokenToolArgumentsAreToldWithTheirPlace() {
    assertThat(reason(ActionParser.parse(toolCall("read_file", "{\"path\": \"a\" x}"), true)))
        .contains("arguments of read_file", "line 1, column");
    assertThat(reason(ActionParser.parse(toolCall("read_file", "[1]"), true)))
        .contains("must be a JSON object");
    assertThat(reason(ActionParser.parse(toolCall("fly", "{}"), true)))
        .contains("no action \"fly\"");
  }

  @Test
  void toolArgumentsMayBeAnObjectAndContentAListOfParts() {
    var native1 =
        (ObjectNode)
            Json.tree(
                """
                {"content": null, "tool_calls": [{"id": "x", "function":
                  {"name": "read_file", "arguments": {"path": "a"}}}]}
                """);
    var parts =
        (ObjectNode)
            Json.tree(
                """
                {"content": [{"type": "text", "text": "{\\"action\\":"},
                  {"type": "text", "text": "\\"build\\"}"}]}
                """);

    assertThat(actions(ActionParser.parse(native1, true))).containsExactly(READ);
    assertThat(actions(ActionParser.parse(parts, true))).containsExactly(BUILD);
  }

  @Test
  void notesAreKept() {
    var answer =
        ActionParser.parse(message("{\"action\":\"build\",\"notes\":\"let us see\"}"), false);

    assertThat(((Calls) answer).notes()).isEqualTo("let us see");
  }

  @Test
  void deepNestingAndManyBracesAreNoTrouble() {
    assertThat(ActionParser.parse(message("{\"a\":".repeat(20_000)), false))
        .isInstanceOf(NoActions.class);
    assertThat(ActionParser.parse(message("{".repeat(200_000)), false))
        .isInstanceOf(NoActions.class);
  }
}
