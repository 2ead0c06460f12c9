package io.loom.bench.rehearse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScriptTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          rule: []                                           | unknown key 'rule'; known here: beads, defaults
          rules: [{when: {beed: x}, reply: {content: x}}]    | unknown key 'beed'
          beads: {a-1: [{contents: x}]}                      | unknown key 'contents'
          otherwise: {content: x, tool_calls: [{nam: x}]}    | unknown key 'nam'
          otherwise: {tool_calls: [{arguments: {}}]}         | a tool call needs a 'name'
          otherwise: {content: x, content: y}                | key 'content' comes twice
          otherwise: {}                                      | a reply needs 'content'
          otherwise: {cut_after: 3}                          | a reply needs 'content'
          otherwise: {content: x, json: {a: 1}}              | either 'content' or 'json'
          otherwise: {hang: true, status: 500}               | fails in one way only
          otherwise: {status: 200}                           | status 200 is not an error
          otherwise: {status: lots}                          | 'lots' is not a number
          otherwise: {content: x, retry_after: 1s}           | belong to a 'status'
          otherwise: {content: x, latency: 5}                | write it like 50ms, 2s or 1m
          otherwise: {content: x, usage: {cached: 5}}        | 0 prompt, 0 completion and 5 cached
          otherwise: {hang: yes}                             | true or false is wanted
          otherwise: {content: [x]}                          | a text is wanted
          rules: {content: x}                                | a list is wanted
          rules: [{when: {turn: -1}, reply: {content: x}}]   | -1 is negative
          rules: [{when: {any: {matches: '('}}, reply: {content: x}}] | Unclosed group
          rules: [{when: {any: {matches: a, contains: b}}, reply: {content: x}}] | either 'contains' or 'matches'
          rules: [{when: {tool_result: {contains: b}}, reply: {content: x}}] | needs a 'tool'
          rules: [{when: {turn: 1}}]                         | either 'reply' or 'steps'
          rules: [{steps: [{content: x}], times: 2}]         | belongs to the single step
          {models: [{context_length: 5}], otherwise: {hang: true}} | a model needs an 'id'
          defaults: {latency: 50ms}                          | no 'rules', no 'beads' and no 'otherwise'
          """)
  void mistakeIsNamedWithItsLine(String line, String complaint) {
    assertThatThrownBy(() -> Script.parse("play.yaml", "# a script\n" + line + "\n"))
        .isInstanceOf(ScriptException.class)
        .hasMessageStartingWith("play.yaml, line 2: ")
        .hasMessageContaining(complaint);
  }

  @Test
  void textThatIsNoYamlIsNamedWithItsPlace() {
    assertThatThrownBy(() -> Script.parse("play.yaml", "rules: [\n"))
        .isInstanceOf(ScriptException.class)
        .hasMessageStartingWith("play.yaml is not YAML")
        .hasMessageContaining("line 2");
    assertThatThrownBy(() -> Script.parse("play.yaml", "")).hasMessage("play.yaml is empty");
  }

  @Test
  void missingFileIsNamed() {
    assertThatThrownBy(() -> Script.read(Path.of("nowhere.yaml")))
        .isInstanceOf(ScriptException.class)
        .hasMessageContaining("nowhere.yaml cannot be read");
  }

  @Test
  void exampleWithEveryKeyCanBeRead() throws Exception {
    var file = Path.of(System.getProperty("loom.root", ".."), "examples", "rehearsal.example.yaml");

    assertThat(Script.read(file).rules()).hasSize(14);
  }

  @Test
  void otherLatencyReplacesTheDefaultOnly() throws Exception {
    var script =
        Script.parse(
                "play.yaml",
                "defaults: {latency: 2s}\nbeads: {a-1: [{content: x}, {content: y, latency: 1m}]}")
            .withLatency(Duration.ZERO);

    assertThat(script.latencyOf(script.rules().get(0).reply())).isZero();
    assertThat(script.latencyOf(script.rules().get(1).reply())).isEqualTo(Duration.ofMinutes(1));
  }
}
