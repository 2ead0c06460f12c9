package io.loom.server.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.loom.ground.database.DatabaseKind;
import io.loom.server.audit.AuditCheck.Damaged;
import io.loom.server.audit.AuditCheck.Intact;
import io.loom.server.audit.AuditCheck.Kind;
import io.loom.server.audit.AuditCheck.NoTrail;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is found of an attacker who can write to the database, on both databases.
@ParameterizedClass
@EnumSource
@Timeout(120)
class AuditVerifierTest {
  private static final int LENGTH = 10;

  private final AuditWorld world;

  AuditVerifierTest(DatabaseKind kind) {
    world = new AuditWorld(kind);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void untouchedTrailIsIntact() {
    world.chain(LENGTH);

    assertThat(world.check())
        .isEqualTo(new Intact(LENGTH, 0, 1, LENGTH, String.valueOf(world.at(LENGTH).hash())));
    assertThat(world.at(1).record().action()).isEqualTo("audit.begun");
  }

  @Test
  void databaseWithoutTrailIsNotTakenForAnIntactOne() {
    assertThat(world.check()).isEqualTo(new NoTrail());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ts_ms = ts_ms + 1",
        "actor = 'user:eve'",
        "actor_id = 'user-2'",
        "credential = 'local'",
        "on_behalf_of = 'user:eve'",
        "action = 'bead.created'",
        "object_kind = 'project'",
        "object_id = 'demo-99'",
        "project_id = ''",
        "outcome = 'refused'",
        "address = '198.51.100.1'",
        "request_id = ''",
        "method = 'POST'",
        "route = '/'",
        "occurrences = 2",
        "detail = '{}'",
        "mac = 'x'",
        "object_kind = 'beaddemo-3', object_id = ''"
      })
  void changedFieldIsFoundAndNamed(String change) {
    world.chain(LENGTH);
    var id = world.at(5).record().id();
    world.attack("UPDATE audit_records SET " + change + " WHERE n = 5");

    assertThat(world.check()).isEqualTo(new Damaged(4, Kind.CHANGED, 5, id));
  }

  @Test
  void changedLinkIsFoundAndNamed() {
    world.chain(LENGTH);
    var id = world.at(5).record().id();
    world.attack("UPDATE audit_records SET hash = 'x' WHERE n = 5");

    assertThat(world.check()).isEqualTo(new Damaged(4, Kind.REORDERED, 5, id));
  }

  @Test
  void recordDeletedInTheMiddleIsMissing() {
    world.chain(LENGTH);
    world.attack("DELETE FROM audit_records WHERE n = 5");

    assertThat(world.check()).isEqualTo(new Damaged(4, Kind.MISSING, 5, null));
  }

  @Test
  void firstRecordIsMissingWhenItIsDeleted() {
    world.chain(LENGTH);
    world.attack("DELETE FROM audit_records WHERE n = 1");

    assertThat(world.check()).isEqualTo(new Damaged(0, Kind.MISSING, 1, null));
  }

  @Test
  void recordsThatMovedUpIntoAGapAreFound() {
    world.chain(LENGTH);
    var id = world.at(6).record().id();
    world.attack(
        "DELETE FROM audit_records WHERE n = 5",
        "UPDATE audit_records SET n = n + 1000 WHERE n > 5",
        "UPDATE audit_records SET n = n - 1001 WHERE n > 1000");

    assertThat(world.check()).isEqualTo(new Damaged(4, Kind.REORDERED, 5, id));
  }

  @Test
  void tailThatIsCutOffIsMissed() {
    world.chain(LENGTH);
    world.attack("DELETE FROM audit_records WHERE n > 7");

    assertThat(world.check()).isEqualTo(new Damaged(7, Kind.CUT_OFF, 8, null));
  }

  @Test
  void tailThatIsCutOffWithItsHeadIsMissed() {
    world.chain(LENGTH);
    var hash = world.at(7).hash();
    world.attack(
        "DELETE FROM audit_records WHERE n > 7",
        "UPDATE audit_heads SET n = 7, hash = '%s' WHERE name = 'last'".formatted(hash));

    assertThat(world.check()).isEqualTo(new Damaged(0, Kind.HEAD, 0, null));
  }

  @Test
  void swappedRecordsAreFound() {
    world.chain(LENGTH);
    var id = world.at(7).record().id();
    world.attack(
        "UPDATE audit_records SET n = 0 WHERE n = 3",
        "UPDATE audit_records SET n = 3 WHERE n = 7",
        "UPDATE audit_records SET n = 7 WHERE n = 0");

    assertThat(world.check()).isEqualTo(new Damaged(2, Kind.REORDERED, 3, id));
  }

  @Test
  void recordPutInTheMiddleIsFound() {
    world.chain(LENGTH);
    world.attack(
        "UPDATE audit_records SET n = n + 1000 WHERE n >= 5",
        "UPDATE audit_records SET n = n - 999 WHERE n > 1000",
        copyOf(6, "'forged'", "5", "hash"));

    assertThat(world.check()).isEqualTo(new Damaged(4, Kind.CHANGED, 5, "forged"));
  }

  @Test
  void recordPutAtTheEndIsFound() {
    world.chain(LENGTH);
    world.attack(copyOf(LENGTH, "'forged'", "11", "hash"));

    assertThat(world.check()).isEqualTo(new Damaged(LENGTH, Kind.FORGED, 11, "forged"));
  }

  @Test
  void recordPutWhereTheyWaitToBeSealedIsFoundAndNotSealed() {
    world.chain(LENGTH);
    world.attack(copyOf(4, "'forged'", "NULL", "NULL"));

    assertThat(world.check()).isEqualTo(new Damaged(LENGTH, Kind.FORGED, 0, "forged"));
    world.chain(LENGTH);
    assertThat(world.sealed()).noneMatch(it -> it.record().id().equals("forged"));
  }

  private static String copyOf(int n, String id, String place, String hash) {
    var columns =
        """
        ts_ms, actor, actor_id, credential, on_behalf_of, action, object_kind, object_id,
        project_id, outcome, address, request_id, method, route, occurrences, detail, mac\
        """;
    return "INSERT INTO audit_records (id, n, %s, hash) SELECT %s, %s, %s, %s FROM audit_records WHERE n = %d"
        .formatted(columns, id, place, columns, hash, n);
  }

  @Test
  void missingHeadIsFound() {
    world.chain(LENGTH);
    world.attack("DELETE FROM audit_heads");

    assertThat(world.check()).isEqualTo(new Damaged(0, Kind.HEAD, 0, null));
  }

  @Test
  void trailThatWasEmptiedBeginsVisiblyAnew() {
    world.chain(LENGTH);
    world.attack("DELETE FROM audit_heads", "DELETE FROM audit_records");
    assertThat(world.check()).isEqualTo(new NoTrail());

    world.chain(3);

    assertThat(world.at(1).record().action()).isEqualTo("audit.begun");
  }

  @Test
  void stateThatWasPutBackShowsInAPlaceThatWasNotedElsewhere() {
    world.chain(7);
    var head = world.database.read(it -> world.records.head(it, ChainHead.Kind.LAST)).orElseThrow();
    try (var _ = world.sealer()) {
      world.add(3);
    }
    var noted = new AuditAnchor(LENGTH, String.valueOf(world.at(LENGTH).hash()));
    assertThat(world.check(noted)).isInstanceOf(Intact.class);
    world.attack(
        "DELETE FROM audit_records WHERE n > 7",
        "UPDATE audit_heads SET n = 7, hash = '%s', mac = '%s' WHERE name = 'last'"
            .formatted(head.head().hash(), head.mac()));

    assertThat(world.check(noted)).isEqualTo(new Damaged(7, Kind.CUT_OFF, 8, null));
  }

  @Test
  void nothingIsSealedUponAHeadThatWasChanged() {
    world.chain(LENGTH);
    world.attack("UPDATE audit_heads SET mac = 'x' WHERE name = 'last'");
    try (var _ = world.sealer()) {
      world.add(3);
    }

    assertThat(world.sealed()).hasSize(LENGTH);
    assertThat(world.check()).isEqualTo(new Damaged(0, Kind.HEAD, 0, null));
  }

  @Test
  void databaseRefusesChangesByMistake() {
    world.chain(LENGTH);
    world.add(1);

    for (var statement :
        List.of(
            "UPDATE audit_records SET actor = 'user:eve' WHERE n = 5",
            "UPDATE audit_records SET n = 50 WHERE n = 5",
            "UPDATE audit_records SET actor = 'user:eve' WHERE n IS NULL",
            "DELETE FROM audit_records WHERE n = 5",
            "DELETE FROM audit_records WHERE n IS NULL",
            "UPDATE audit_heads SET n = 1",
            "DELETE FROM audit_heads",
            copyOf(4, "'forged'", "11", "hash"))) {
      assertThatThrownBy(() -> world.database.change(handle -> handle.execute(statement)))
          .as(statement)
          .hasMessageContaining("audit");
    }
    assertThat(world.check()).isInstanceOf(Intact.class);
  }

  @Test
  void longTrailIsCheckedInPortions() {
    try (var _ = world.sealer()) {
      for (int i = 0; i < 50; i++) {
        world.add(1_000);
      }
    }
    long start = System.nanoTime();

    assertThat(world.check())
        .isInstanceOfSatisfying(Intact.class, it -> assertThat(it.checked()).isEqualTo(50_001));
    System.out.printf(
        "%s: 50,001 audit records checked in %d ms%n",
        world.kind, (System.nanoTime() - start) / 1_000_000);
  }
}
