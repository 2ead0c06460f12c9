package io.loom.ground.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A SQLite file that cannot grow any more. SQLite then rolls back whatever was under way, all the
/// transactions that were to be committed together included.
class FullDatabaseTest {
  private static final int LARGE = 2_000_000;

  private final Database database = DatabaseKind.SQLITE.fresh("db/trial");

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void onlyWhatIsThereWasAcknowledged() throws Exception {
    for (int round = 0; round < 20; round++) {
      int first = round * 10;
      var acknowledged = writeTogether(first);

      assertThat(stored(first)).isEqualTo(acknowledged);
    }
  }

  @Test
  void refusalNamesTheCauseAndTheDatabaseGoesOn() throws Exception {
    assertThat(writeTogether(0)).doesNotContain(4);

    assertThat(refusal).contains("full");
    database.change(handle -> handle.execute("PRAGMA max_page_count = 1000000"));
    note(1_000, LARGE);
    assertThat(stored(1_000)).containsExactly(1_000);
  }

  private String refusal = "";

  /// Lets nine transactions wait until they are one batch; the fifth of them does not fit.
  ///
  /// @return the numbers that were acknowledged
  private Set<Integer> writeTogether(int first) throws InterruptedException {
    var begun = new CountDownLatch(1);
    var go = new CountDownLatch(1);
    var writes = new ArrayList<Future<Integer>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var _ =
          threads.submit(() ->
              database.change(handle -> {
                handle.execute("PRAGMA max_page_count = 100");
                begun.countDown();
                await(go);
              }));
      begun.await();
      for (int i = 0; i < 9; i++) {
        int number = first + i;
        int size = i == 4 ? LARGE : 10;
        writes.add(
            threads.submit(() -> {
              note(number, size);
              return number;
            }));
      }
      go.countDown();
    }
    var acknowledged = new HashSet<Integer>();
    for (var write : writes) {
      if (write.state() == Future.State.SUCCESS) {
        acknowledged.add(write.resultNow());
      } else {
        refusal = String.valueOf(write.exceptionNow().getMessage());
      }
    }
    return acknowledged;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void note(int number, int size) {
    database.change(handle ->
        handle
            .createUpdate("INSERT INTO notes (id, text) VALUES (:id, :text)")
            .bind("id", number)
            .bind("text", "x".repeat(size))
            .execute());
  }

  private Set<Integer> stored(int from) {
    return new HashSet<>(
        database.read(handle ->
            handle
                .createQuery("SELECT id FROM notes WHERE id >= :from")
                .bind("from", from)
                .mapTo(Integer.class)
                .list()));
  }
}
