package io.loom.bench.rehearse;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RuleChooserTest {
  private static final String TEST_HAS_FAILED =
      """
      {"model": "large-2", "tools": [{"type": "function", "function": {"name": "test"}}],
       "messages": [
        {"role": "system", "content": "You are an engineer."},
        {"role": "user", "content": "Bead demo-2: Second\\nBlocked by demo-1."},
        {"role": "assistant", "content": null, "tool_calls": [
          {"id": "c1", "type": "function", "function": {"name": "build", "arguments": "{}"}},
          {"id": "c2", "type": "function", "function": {"name": "test", "arguments": "{}"}}]},
        {"role": "tool", "tool_call_id": "c1", "content": "built"},
        {"role": "tool", "tool_call_id": "c2", "content": "pass 3\\nfail 1"}]}\
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bead: demo-2                                     | true
          bead: demo-1                                     | false
          bead: demo                                       | false
          bead: /demo-\\d/                                 | true
          bead: /demo/                                     | false
          turn: 1                                          | true
          turn: 0                                          | false
          tools: true                                      | true
          tools: false                                     | false
          model: large                                     | true
          model: {matches: '^small'}                       | false
          system: engineer                                 | true
          system: Bead                                     | false
          first_user: {contains: Blocked by}               | true
          last: {matches: '^fail [1-9]'}                   | true
          last: built                                      | false
          any: built                                       | true
          any: sold                                        | false
          tool_result: test                                | true
          tool_result: finish                              | false
          tool_result: {tool: test, contains: fail 1}      | true
          tool_result: {tool: build, contains: fail 1}     | false
          tool_result: {tool: test, matches: '^pass \\d$'} | true
          """)
  void conditionLooksAtItsPartOfTheConversation(String condition, boolean holds) throws Exception {
    var script =
        Script.parse(
            "test.yaml", "rules: [{when: {%s}, reply: {content: x}}]".formatted(condition));

    assertThat(new RuleChooser(script.rules()).choose(conversation(TEST_HAS_FAILED)).isPresent())
        .isEqualTo(holds);
  }

  @ParameterizedTest
  @CsvSource({
    "Please work on demo-1 now., true",
    "Please work on demo-1., true",
    "Please work on demo-12., false",
    "Please work on demo-1.2., false",
    "Please work on x-demo-1., false"
  })
  void withoutAHeadingABeadIsMentionedAsAWholeWord(String text, boolean holds) throws Exception {
    var script = Script.parse("test.yaml", "beads: {demo-1: [{content: x}]}");

    assertThat(new RuleChooser(script.rules()).choose(said(text)).isPresent()).isEqualTo(holds);
  }

  @Test
  void rulesComeBeforeBeadsAndBeadsBeforeOtherwise() throws Exception {
    var script =
        Script.parse(
            "test.yaml",
            """
            otherwise: {content: last}
            beads: {demo-2: [{content: zero}, {content: one}]}
            rules:
              - {when: {bead: demo-2}, times: 1, reply: {content: first}}
              - {when: {bead: demo-7}, steps: [{content: seven}]}
            """);
    var chooser = new RuleChooser(script.rules());

    assertThat(chosen(chooser, conversation(TEST_HAS_FAILED))).isEqualTo("rules[0]");
    assertThat(chosen(chooser, conversation(TEST_HAS_FAILED))).isEqualTo("beads.demo-2[1]");
    assertThat(chosen(chooser, conversation(TEST_HAS_FAILED))).isEqualTo("beads.demo-2[1]");
    assertThat(chosen(chooser, said("Bead demo-7: x"))).isEqualTo("rules[1][0]");
    assertThat(chosen(chooser, said("Hello"))).isEqualTo("otherwise");
  }

  @Test
  void replyNamesBeadAndTurn() throws Exception {
    var script =
        Script.parse(
            "test.yaml",
            "otherwise: {json: {action: write_file, path: '{{bead}}-{{turn}}.txt', last: true, n: 1.50}}");

    var reply = script.rules().getFirst().reply().spokenTo(said("Bead demo-9: x"));

    assertThat(reply.content())
        .isEqualTo(
            "{\"action\":\"write_file\",\"path\":\"demo-9-0.txt\",\"last\":true,\"n\":1.50}");
  }

  private static String chosen(RuleChooser chooser, Conversation conversation) {
    return chooser.choose(conversation).orElseThrow().name();
  }

  private static Conversation said(String text) {
    return conversation(
        "{\"messages\": [{\"role\": \"user\", \"content\": \"%s\"}]}".formatted(text));
  }

  private static Conversation conversation(String body) {
    return Conversation.parse(body.getBytes(StandardCharsets.UTF_8));
  }
}
