package io.loom.ground.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.result.ResultIterable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class DatabaseTest {
  private static final String TRIAL = "db/trial";
  private static final ScopedValue<String> ASKING = ScopedValue.newInstance();

  private final DatabaseConfig config;
  private Database database;

  DatabaseTest(DatabaseKind kind) {
    config = kind.freshConfig(List.of(TRIAL));
    database = Databases.open(config, List.of(TRIAL));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void whatWasWrittenIsThereAfterReopening() {
    insert(1);
    database.close();

    database = Databases.open(config, List.of(TRIAL));
    assertThat(count()).isEqualTo(1);
  }

  @Test
  void failedTransactionLeavesNothing() {
    assertThatExceptionOfType(IllegalStateException.class)
        .isThrownBy(() ->
            database.change(handle -> {
              note(handle, 1);
              throw new IllegalStateException("no");
            }));
    assertThat(count()).isZero();
  }

  @Test
  void manyWritersEachSucceedOrFailAlone() throws Exception {
    var writes = new ArrayList<Callable<Boolean>>();
    for (int i = 0; i < 200; i++) {
      int id = i;
      writes.add(() -> {
        database.change(handle -> {
          note(handle, id);
          if (id % 10 == 3) {
            throw new IllegalStateException("every tenth fails");
          }
        });
        return true;
      });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(threads.invokeAll(writes))
          .filteredOn(write -> write.state() == Future.State.SUCCESS)
          .hasSize(180);
    }
    assertThat(count()).isEqualTo(180);
  }

  @Test
  void transactionsThatWaitForEachOtherBothSucceed() throws Exception {
    insert(1);
    insert(2);
    var met = new java.util.concurrent.CyclicBarrier(2);
    var waits = new AtomicInteger();
    List<Callable<Boolean>> writes =
        List.of(() -> cross(1, 2, met, waits), () -> cross(2, 1, met, waits));

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      assertThat(threads.invokeAll(writes)).allMatch(it -> it.state() == Future.State.SUCCESS);
    }
  }

  /// Updates two rows, meeting the other transaction in between where both can be under way.
  private boolean cross(
      int first, int second, java.util.concurrent.CyclicBarrier met, AtomicInteger waits) {
    database.change(handle -> {
      handle.execute("UPDATE notes SET text = 'x' WHERE id = ?", first);
      if (database.dialect() == Dialect.POSTGRESQL && waits.incrementAndGet() <= 2) {
        try {
          met.await(10, java.util.concurrent.TimeUnit.SECONDS);
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
      handle.execute("UPDATE notes SET text = 'x' WHERE id = ?", second);
    });
    return true;
  }

  @Test
  void listenersHearOfACommit() {
    var heard = new AtomicInteger();
    database.afterCommit(heard::incrementAndGet);

    insert(7);

    org.awaitility.Awaitility.await().until(() -> heard.get() == 1);
  }

  @Test
  void readThatStopsEarlySeesLaterCommitsNextTime() {
    insert(1);
    insert(2);
    var first = database.read(handle -> ids(handle).findFirst());
    assertThat(first).contains(1);

    insert(3);

    var all = database.read(handle -> ids(handle).list());
    assertThat(all).containsExactly(1, 2, 3);
  }

  @Test
  void queryMayBeAskedAgainWhileItsRowsAreRead() {
    insert(1);
    insert(2);

    var pairs =
        database.read(handle -> {
          try (var outer = ids(handle).stream()) {
            return outer.flatMap(id -> ids(handle).stream().map(inner -> 10 * id + inner)).toList();
          }
        });

    assertThat(pairs).containsExactly(11, 12, 21, 22);
  }

  @Test
  void valuesOfOneUseDoNotReachTheNext() {
    var insert = "INSERT INTO notes (id, text) VALUES (:id, :text)";
    database.change(
        handle -> handle.createUpdate(insert).bind("id", 1).bind("text", "a").execute());
    database.change(
        handle -> handle.createUpdate(insert).bind("id", 2).bind("text", "b").execute());

    var texts =
        database.read(handle ->
            handle.createQuery("SELECT text FROM notes ORDER BY id").mapTo(String.class).list());
    assertThat(texts).containsExactly("a", "b");
  }

  @Test
  void transactionSeesWhatIsCarriedOfTheThreadThatAsked() {
    database.close();
    database = Databases.open(config, List.of(TRIAL), List.of(ASKING));

    var seen =
        ScopedValue.where(ASKING, "ada")
            .call(() -> database.write(_ -> ASKING.isBound() ? ASKING.get() : "nobody"));

    assertThat(seen).isEqualTo("ada");
    assertThat(database.<Boolean>write(_ -> ASKING.isBound())).isFalse();
  }

  @Test
  void readerBesideAServerSeesAllAndChangesNothing() {
    insert(1);

    try (var reader = Databases.openToRead(config)) {
      insert(2);
      assertThat(reader.<Integer>read(handle -> ids(handle).list().size())).isEqualTo(2);
      assertThatExceptionOfType(RuntimeException.class)
          .isThrownBy(() -> reader.read(handle -> handle.execute("DELETE FROM notes")));
    }
    assertThat(count()).isEqualTo(2);
  }

  private static ResultIterable<Integer> ids(Handle handle) {
    return handle.createQuery("SELECT id FROM notes ORDER BY id").mapTo(Integer.class);
  }

  private void insert(int id) {
    database.change(handle -> note(handle, id));
  }

  private static void note(Handle handle, int id) {
    handle.execute("INSERT INTO notes (id, text) VALUES (?, ?)", id, "note");
  }

  private int count() {
    return database.read(
        handle -> handle.createQuery("SELECT count(*) FROM notes").mapTo(Integer.class).one());
  }
}
