package io.loom.server.bead;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.server.bead.file.BeadDocument;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// What callers ask for becomes a changed line.
class BeadEditsTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void commentGetsAnIdOfTheKindThatTheOthersHave() {
    var numbered = BeadDocument.parse("{\"id\":\"a\",\"comments\":[{\"id\":17,\"text\":\"x\"}]}");
    var edit = new BeadEdits.Edit("user:ada", NOON);

    assertThat(BeadEdits.withComment(numbered, "uuid", "y", edit).line())
        .contains("{\"id\":17,\"text\":\"x\"},{\"id\":18,");
    assertThat(BeadEdits.withComment(BeadDocument.create("b"), "uuid", "y", edit).line())
        .contains("\"comments\":[{\"id\":\"uuid\",\"issue_id\":\"b\",\"author\":\"ada\"");
  }

  @Test
  void countsAreKeptTrueWhereTheLineHasThem() {
    var counted = BeadDocument.parse("{\"id\":\"a\",\"comment_count\":0}");
    var edit = new BeadEdits.Edit("user:ada", NOON);

    assertThat(BeadEdits.withComment(counted, "u", "y", edit).line())
        .endsWith("\"comment_count\":1}");
  }

  @Test
  void dottedIdNamesTheParentUnlessAnEdgeDoes() {
    assertThat(Bead.parent(BeadDocument.parse("{\"id\":\"a-1.2\"}"))).isEqualTo("a-1");
    assertThat(Bead.parent(BeadDocument.parse("{\"id\":\"a-1.x\"}"))).isNull();
    assertThat(
            Bead.parent(
                BeadDocument.parse(
                    "{\"id\":\"a-1.2\",\"dependencies\":[{\"depends_on_id\":\"b\",\"type\":\"parent-child\"}]}")))
        .isEqualTo("b");
  }
}
