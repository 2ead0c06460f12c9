package io.loom.server.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.base.Secret;
import io.loom.ground.database.DatabaseKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Finding a key is one look into an index, however many there are.
class ApiKeyLookUpTest {
  private static final int KEYS = 100_000;

  @ParameterizedTest
  @EnumSource
  void keyIsFoundByTheIndexOfHashes(DatabaseKind kind) {
    try (var database = kind.fresh("db/server")) {
      database.change(handle -> {
        handle.execute(
            """
            INSERT INTO users (id, username, username_key, email, role, password_hash, is_active,
              must_change, created_ms, updated_ms)
            VALUES ('u', 'u', 'u', '', 'user', NULL, 1, 0, 0, 0)
            """);
        var batch =
            handle.prepareBatch(
                """
                INSERT INTO api_keys (id, user_id, maker_id, name, prefix, hash, permissions,
                  created_ms)
                VALUES (:id, 'u', 'u', 'n', 'p', :hash, '[]', 0)
                """);
        for (int i = 0; i < KEYS; i++) {
          batch.bind("id", "key-" + i).bind("hash", "hash-" + i).add();
          if (i % 10_000 == 9_999) {
            batch.execute();
          }
        }
      });
      if (kind == DatabaseKind.POSTGRESQL) {
        database.change(handle -> handle.execute("ANALYZE api_keys"));
      }

      var explain = kind == DatabaseKind.SQLITE ? "EXPLAIN QUERY PLAN " : "EXPLAIN ";
      var plan =
          database.read(handle ->
              handle
                  .createQuery(explain + ApiKeyRepository.BY_HASH)
                  .bind("hash", "hash-77777")
                  .mapToMap()
                  .list());
      assertThat(plan.toString()).containsIgnoringCase("index").doesNotContain("Seq Scan");
      var found = database.read(handle -> new ApiKeyRepository().findByHash(handle, "hash-77777"));
      assertThat(found).map(ApiKey::id).contains("key-77777");
    }
  }

  @Test
  void hashDependsOnTheServersSecret() {
    var key = ApiKeyText.make();
    var one = new ApiKeyHasher(new Secret("one"));
    var other = new ApiKeyHasher(new Secret("other"));

    assertThat(one.hash(key)).isEqualTo(one.hash(key)).isNotEqualTo(other.hash(key));
    assertThat(one.hash(key)).matches("[0-9a-f]{64}");
  }
}
