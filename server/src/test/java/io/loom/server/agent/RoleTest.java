package io.loom.server.agent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoleTest {
  @ParameterizedTest
  @CsvSource({
    "qa, qa-engineer",
    "QA, qa-engineer",
    "Backend Engineer, engineering-manager",
    "default/code-reviewer, code-reviewer",
    "Project Manager (interim), project-manager",
    "web_designer  engineer, web-designer-engineer",
    "CEO, ceo",
    "Wéird <Role>!, wird-role",
    "***, ''",
    "'', ''"
  })
  void everySpellingOfARoleIsComparedInOneForm(String text, String role) {
    assertThat(Role.normalise(text)).isEqualTo(role);
  }

  @Test
  void titleIsReadable() {
    assertThat(Role.title("qa-engineer")).isEqualTo("QA Engineer");
    assertThat(Role.title("ceo")).isEqualTo("CEO");
    assertThat(Role.title("project-manager")).isEqualTo("Project Manager");
  }
}
