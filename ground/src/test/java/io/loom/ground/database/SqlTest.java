package io.loom.ground.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class SqlTest {
  private final Database database;

  SqlTest(DatabaseKind kind) {
    database = kind.fresh();
    database.change(handle -> handle.execute("CREATE TABLE things (name TEXT, number BIGINT)"));
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void textsNumbersAndNullsComeBackAsTheyWere() {
    insert("a", 1L);
    insert("it's :name <x> ?", Long.MAX_VALUE);
    insert(null, null);

    assertThat(names("number IS NOT NULL")).containsExactly("a", "it's :name <x> ?");
    assertThat(
            database.<Boolean>read(handle ->
                Sql.of(handle, "SELECT number FROM things WHERE name IS NULL")
                    .first(row -> row.getLong(1) == 0 && row.wasNull())
                    .orElseThrow()))
        .isTrue();
  }

  @Test
  void longListIsLookedForAsAWhole() {
    IntStream.range(0, 200).forEach(n -> insert("n" + n, (long) n));
    var wanted = IntStream.range(50, 150).mapToObj(n -> "n" + n).toList();

    var found =
        database.<List<String>>read(handle ->
            Sql.of(handle, "SELECT name FROM things WHERE name IN (<names>) ORDER BY number")
                .bindList("names", wanted)
                .list(row -> row.getString(1)));
    assertThat(found).isEqualTo(wanted);
  }

  @Test
  void sameParameterCountsWhereverItStands() {
    insert("a", 1L);
    insert("b", 2L);

    int changed =
        database.<Integer>write(handle ->
            Sql.of(handle, "UPDATE things SET number = :n + 1 WHERE number = :n AND name <> :not")
                .bind("n", 1)
                .bind("not", "b")
                .execute());
    assertThat(changed).isEqualTo(1);
    assertThat(names("number = 2")).containsExactly("a", "b");
  }

  @Test
  void nothingFoundIsNothing() {
    assertThat(names("name = 'no'")).isEmpty();
  }

  @Test
  void whatIsNotBoundIsNamed() {
    assertThatThrownBy(() ->
            database.read(
                handle -> Sql.of(handle, "SELECT 1 FROM things WHERE name = :name").list(row -> 1)))
        .hasMessageContaining(":name");
    assertThatThrownBy(() ->
            database.read(handle ->
                Sql.of(handle, "SELECT 1 FROM things WHERE name IN (<names>)").list(row -> 1)))
        .hasMessageContaining("list");
  }

  @Test
  void failureNamesTheStatementAndUndoesTheTransaction() {
    assertThatThrownBy(() ->
            database.change(handle -> {
              Sql.of(handle, "INSERT INTO things (name) VALUES ('gone')").execute();
              Sql.of(handle, "INSERT INTO nowhere (name) VALUES ('x')").execute();
            }))
        .isInstanceOf(DatabaseException.class)
        .hasMessageContaining("nowhere");
    assertThat(names("1 = 1")).isEmpty();
  }

  private void insert(@Nullable String name, @Nullable Long number) {
    var values = new HashMap<String, @Nullable Object>();
    values.put("name", name);
    values.put("number", number);
    database.change(handle ->
        Sql.of(handle, "INSERT INTO things (name, number) VALUES (:name, :number)")
            .bindAll(values)
            .execute());
  }

  private List<String> names(String condition) {
    return database.read(handle ->
        Sql.of(handle, "SELECT name FROM things WHERE %s ORDER BY name".formatted(condition))
            .list(row -> row.getString("name")));
  }
}
