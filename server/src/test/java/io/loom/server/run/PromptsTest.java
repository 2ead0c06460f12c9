package io.loom.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.server.TestBeads;
import io.loom.server.action.ProjectCommands;
import io.loom.server.bead.Bead;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptsTest {
  private static final ProjectCommands COMMANDS = new ProjectCommands("make", "make test", "");
  private static final Run RUN = TestRuns.run("run-1");

  @Test
  void firstLineNamesTheBead() {
    var bead = bead("Mend the roof", "\"description\":\"It leaks.\",\"design\":\"Slate.\"");

    assertThat(user(bead, null, List.of()))
        .startsWith("Bead demo-1: Mend the roof\n")
        .contains("\nIt leaks.\n", "## Design\nSlate.\n", "Build: make\n", "Test: make test\n")
        .doesNotContain("## Notes", "## Earlier tries", "AGENTS.md");
  }

  @Test
  void missingCommandsAreSaid() {
    var text =
        Prompts.user(bead("Mend it", ""), "Demo", "main", ProjectCommands.NONE, null, List.of());

    assertThat(text).contains("Build: (the project has none)\nTest: (the project has none)");
  }

  @Test
  void guideOfTheRepositoryIsCut() {
    var text = user(bead("Mend it", ""), "x".repeat(5_000), List.of("- max_time: too slow"));

    assertThat(text).contains("## Earlier tries\n- max_time: too slow\n").contains("x\n[…]");
    assertThat(text.length()).isLessThan(4_500);
  }

  @Test
  void systemMessageEndsWithTheRole() {
    assertThat(Prompts.system("You mend roofs.")).endsWith("Your role\nYou mend roofs.");
  }

  @Test
  void commitMessageHasSubjectSummaryAndTrailers() {
    assertThat(Prompts.commitMessage(bead("Mend the roof", ""), " New slates.\n", RUN))
        .isEqualTo(
            """
            Mend the roof

            New slates.

            Bead: demo-1
            Agent: agent-1
            Run: run-1
            """);
  }

  @Test
  void commitMessageWithoutSummaryKeepsItsTrailersApart() {
    assertThat(Prompts.commitMessage(bead("Mend the roof", ""), "  ", RUN))
        .isEqualTo("Mend the roof\n\nBead: demo-1\nAgent: agent-1\nRun: run-1\n");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 71, 72, 73, 500})
  void subjectIsNeverLongerThan72(int length) {
    var message = Prompts.commitMessage(bead("t".repeat(length), ""), "", RUN);
    var subject = message.lines().findFirst().orElseThrow();

    assertThat(subject).hasSize(Math.min(length, 72));
    assertThat(subject.endsWith("…")).isEqualTo(length > 72);
  }

  @ParameterizedTest
  @CsvSource({"'Mend\\nthe roof',Mend", "'',demo-1"})
  void subjectIsOneLine(String title, String subject) {
    assertThat(Prompts.commitMessage(bead(title, ""), "", RUN)).startsWith(subject + "\n\n");
  }

  private static String user(Bead bead, @Nullable String guide, List<String> notes) {
    return Prompts.user(bead, "Demo", "main", COMMANDS, guide, notes);
  }

  private static Bead bead(String title, String fields) {
    var more = fields.isEmpty() ? "" : "," + fields;
    return TestBeads.bead("demo", "{\"id\":\"demo-1\",\"title\":\"%s\"%s}".formatted(title, more));
  }
}
