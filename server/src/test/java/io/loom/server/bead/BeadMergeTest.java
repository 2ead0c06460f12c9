package io.loom.server.bead;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

/// Two versions of a bead become one.
class BeadMergeTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  @Test
  void keysThatWeChangedAreOursAndAllOthersTheirs() {
    assertThat(
            merge(
                "{\"id\":\"a\",\"title\":\"t\",\"notes\":\"n\",\"x\":1}",
                "{\"id\":\"a\",\"title\":\"ours\",\"notes\":\"n\",\"x\":1}",
                "{\"id\":\"a\",\"title\":\"theirs\",\"notes\":\"theirs\",\"x\":2,\"y\":3}"))
        .isEqualTo("{\"id\":\"a\",\"title\":\"ours\",\"notes\":\"theirs\",\"x\":2,\"y\":3}");
  }

  @Test
  void keyThatWeRemovedStaysAway() {
    assertThat(
            merge(
                "{\"id\":\"a\",\"notes\":\"n\"}",
                "{\"id\":\"a\"}",
                "{\"id\":\"a\",\"notes\":\"m\"}"))
        .isEqualTo("{\"id\":\"a\"}");
  }

  @Test
  void priorityZeroWins() {
    assertThat(
            merge(
                "{\"id\":\"a\",\"priority\":2}",
                "{\"id\":\"a\",\"priority\":0}",
                "{\"id\":\"a\",\"priority\":1}"))
        .isEqualTo("{\"id\":\"a\",\"priority\":0}");
  }

  @Test
  void commentsOfBothStay() {
    assertThat(
            merge(
                "{\"id\":\"a\",\"comments\":[{\"id\":1,\"text\":\"base\"}]}",
                "{\"id\":\"a\",\"comments\":[{\"id\":1,\"text\":\"base\"},{\"id\":2,\"text\":\"ours\"}]}",
                "{\"id\":\"a\",\"comments\":[{\"id\":1,\"text\":\"base\"},{\"id\":2,\"text\":\"theirs\"}]}"))
        .isEqualTo(
            "{\"id\":\"a\",\"comments\":[{\"id\":1,\"text\":\"base\"},{\"id\":2,\"text\":\"theirs\"},{\"id\":2,\"text\":\"ours\"}]}");
  }

  @Test
  void labelsAreJoinedOneByOne() {
    assertThat(
            merge(
                "{\"id\":\"a\",\"labels\":[\"x\",\"y\"]}",
                "{\"id\":\"a\",\"labels\":[\"x\",\"ours\"]}",
                "{\"id\":\"a\",\"labels\":[\"x\",\"y\",\"theirs\"]}"))
        .isEqualTo("{\"id\":\"a\",\"labels\":[\"x\",\"theirs\",\"ours\"]}");
  }

  @Test
  void closedHereAndRenamedThereIsBoth() {
    assertThat(
            merge(
                "{\"id\":\"a\",\"title\":\"t\",\"status\":\"open\"}",
                "{\"id\":\"a\",\"title\":\"t\",\"status\":\"closed\",\"closed_at\":\"2026-01-01T11:00:00Z\",\"close_reason\":\"ok\"}",
                "{\"id\":\"a\",\"title\":\"u\",\"status\":\"in_progress\"}"))
        .isEqualTo(
            "{\"id\":\"a\",\"title\":\"u\",\"status\":\"closed\",\"closed_at\":\"2026-01-01T11:00:00Z\",\"close_reason\":\"ok\"}");
  }

  @Test
  void closedThereAndOpenedHereIsOpenWithoutATime() {
    assertThat(
            merge(
                "{\"id\":\"a\",\"status\":\"blocked\"}",
                "{\"id\":\"a\",\"status\":\"open\"}",
                "{\"id\":\"a\",\"status\":\"closed\",\"closed_at\":\"2026-01-01T11:00:00Z\"}"))
        .isEqualTo("{\"id\":\"a\",\"status\":\"open\"}");
  }

  @Test
  void laterUpdateCounts() {
    assertThat(
            merge(
                "{\"id\":\"a\",\"updated_at\":\"2026-01-01T00:00:00Z\"}",
                "{\"id\":\"a\",\"updated_at\":\"2026-01-01T01:00:00Z\"}",
                "{\"id\":\"a\",\"updated_at\":\"2026-01-01T10:00:00+08:00\"}"))
        .isEqualTo("{\"id\":\"a\",\"updated_at\":\"2026-01-01T10:00:00+08:00\"}");
  }

  private static String merge(String base, String ours, String theirs) {
    return BeadMerge.merge(
            BeadDocument.parse(base), BeadDocument.parse(ours), BeadDocument.parse(theirs), NOON)
        .line();
  }
}
