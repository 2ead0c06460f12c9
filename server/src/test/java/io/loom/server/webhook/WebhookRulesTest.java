package io.loom.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.ground.config.ConfigResult;
import io.loom.server.webhook.WebhookRules.Deed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WebhookRulesTest {
  @Test
  void builtInRulesAreThoseOfTheReference() {
    assertThat(WebhookRules.builtIn().rules().getFirst())
        .satisfies(rule -> {
          assertThat(rule.then()).isEqualTo(Deed.CREATE_BEAD);
          assertThat(rule.actions()).containsExactly("opened", "reopened", "ready_for_review");
          assertThat(rule.type()).isEqualTo("pr-review");
          assertThat(rule.priority()).isEqualTo(2);
        });
  }

  @ParameterizedTest
  @CsvSource({
    "when: issue, 'rules.yaml:2: rules[0].when'",
    "priority: 7, 'rules.yaml:2: rules[0].priority: is 7'",
    "then: delete-bead, 'rules.yaml:2: rules[0].then'",
    "actions: [], 'rules.yaml:2: rules[0].actions: is empty'",
    "forges: [sourcehut], 'rules.yaml:2: rules[0].forges: has [sourcehut]'",
  })
  void whatIsWrongIsSaidWithItsLine(String line, String problem) {
    var key = line.substring(0, line.indexOf(':'));
    var rest =
        "on: issue\n    actions: [opened]\n    then: create-bead"
            .lines()
            .map(String::strip)
            .filter(it -> !it.startsWith(key + ":"))
            .toList();
    var text = "rules:\n  - " + line + "\n    " + String.join("\n    ", rest) + "\n";

    assertThat(WebhookRules.parse("rules.yaml", text))
        .isInstanceOfSatisfying(
            ConfigResult.Refused.class,
            refused -> assertThat(refused.problems().toString()).contains(problem));
  }
}
