package io.loom.server.audit;

import io.loom.ground.database.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Reads the trail in pages, newest first. Safe for many threads.
final class AuditPages {
  private static final int AT_ONCE = 1_000;

  /// @param next the cursor of the next page, if there is one
  record Page(List<StoredRecord> records, @Nullable Long next) {}

  private final Database database;

  AuditPages(Database database) {
    this.database = database;
  }

  /// @param cursor of the page before
  Page page(AuditFilter filter, @Nullable Long cursor, int size) {
    long from = cursor == null ? Long.MAX_VALUE : cursor;
    var found = database.read(handle -> before(handle, filter, from, size + 1));
    if (found.size() <= size) {
      return new Page(found, null);
    }
    var page = new ArrayList<>(found.subList(0, size));
    return new Page(page, page.getLast().seq());
  }

  /// All that are wanted, a portion at a time, so that a long list needs little memory and holds
  /// nobody up.
  void forEach(AuditFilter filter, Consumer<List<StoredRecord>> reader) {
    @Nullable Long cursor = null;
    do {
      var page = page(filter, cursor, AT_ONCE);
      reader.accept(page.records());
      cursor = page.next();
    } while (cursor != null);
  }

  private static List<StoredRecord> before(
      Handle queries, AuditFilter filter, long seq, int limit) {
    return queries
        .createQuery(
            """
            SELECT %s FROM audit_records
            WHERE seq < :before
              AND (:actor = '' OR actor = :actor OR actor_id = :actor)
              AND (:action = '' OR action = :action
                OR (:family <> '' AND substr(action, 1, length(:family)) = :family))
              AND (:object = '' OR object_id = :object)
              AND (:project = '' OR project_id = :project)
              AND (:outcome = '' OR outcome = :outcome)
              AND ts_ms >= :from AND ts_ms < :to
            ORDER BY seq DESC LIMIT :limit
            """
                .formatted(AuditRepository.columns()))
        .bind("before", seq)
        .bind("actor", filter.actor())
        .bind("action", filter.action())
        .bind("family", family(filter.action()))
        .bind("object", filter.object())
        .bind("project", filter.projectId())
        .bind("outcome", filter.outcome())
        .bind("from", filter.fromMillis())
        .bind("to", filter.toMillis())
        .bind("limit", limit)
        .map((row, _) -> AuditRepository.toRecord(row))
        .list();
  }

  /// `secret.` for `secret.*`, an empty text for one action.
  private static String family(String action) {
    return action.endsWith(".*") ? action.substring(0, action.length() - 1) : "";
  }
}
