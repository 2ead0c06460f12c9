package io.loom.server.bead;

import io.loom.ground.database.Dialect;
import io.loom.ground.database.Sql;
import io.loom.ground.http.Json;
import io.loom.ground.http.Reach;
import io.loom.server.bead.file.BeadDocument;
import io.loom.server.reach.ReachSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/// The rows of the `beads` and `bead_edges` tables. Every method works inside the transaction it is
/// given.
final class BeadRepository {
  static final String COLUMNS =
      """
      id, project_id, doc, blocked, context, revision, dispatches, not_before_ms, hold, holder,
      fence, lease_expires_ms, verified, merged_commit, cost_micros, held_since_ms
      """;

  private static final String INSERT =
      """
      INSERT INTO beads (id, project_id, title, search, status, priority, type, assignee, parent,
        blocked, hidden, defer_until_ms, created_ms, updated_ms, closed_ms, doc, synced_doc,
        context, revision, synced_revision, dispatches, not_before_ms, fence, cost_micros)
      VALUES (:id, :project, :title, :search, :status, :priority, :type, :assignee, :parent,
        0, :hidden, :defer, :created, :updated, :closed, :doc, :synced,
        '{}', 1, :syncedRevision, 0, 0, 0, 0)
      ON CONFLICT (id) DO NOTHING
      """;
  private static final int LONGEST_SEARCHED = 500;

  /// An edge between two beads of the database.
  ///
  /// @param from the bead that depends
  /// @param to the bead it depends on
  record Link(String from, String to, String type) {}

  private final Dialect dialect;

  BeadRepository(Dialect dialect) {
    this.dialect = dialect;
  }

  Optional<Bead> find(Handle queries, String id) {
    return find(queries, id, "");
  }

  /// Finds a bead that nobody else changes until the transaction ends.
  Optional<Bead> findLocked(Handle transaction, String id) {
    return find(transaction, id, dialect.forUpdate());
  }

  private static Optional<Bead> find(Handle queries, String id, String lock) {
    return Sql.of(queries, "SELECT %s FROM beads WHERE id = :id %s".formatted(COLUMNS, lock))
        .bind("id", id)
        .first(row -> toBead(row));
  }

  List<Bead> findAll(Handle queries, Collection<String> ids) {
    return ids.isEmpty()
        ? List.of()
        : Sql.of(queries, "SELECT %s FROM beads WHERE id IN (<ids>)".formatted(COLUMNS))
            .bindList("ids", List.copyOf(ids))
            .list(row -> toBead(row));
  }

  /// Where new ids of a project begin; nothing if there is no such project. Whether a project has a
  /// milestone.
  boolean hasMilestone(Handle queries, String projectId, String milestoneId) {
    return queries
        .createQuery("SELECT 1 FROM milestones WHERE id = :id AND project_id = :project")
        .bind("id", milestoneId)
        .bind("project", projectId)
        .mapTo(Integer.class)
        .findOne()
        .isPresent();
  }

  Optional<String> prefix(Handle queries, String projectId) {
    return queries
        .createQuery("SELECT bead_prefix FROM projects WHERE id = :id")
        .bind("id", projectId)
        .mapTo(String.class)
        .findOne();
  }

  /// How many beads a project has, as far as it matters.
  int count(Handle queries, String projectId, int enough) {
    return queries
        .createQuery(
            """
            SELECT COUNT(*)
            FROM (SELECT 1 FROM beads WHERE project_id = :project LIMIT :enough) AS counted
            """)
        .bind("project", projectId)
        .bind("enough", enough)
        .mapTo(Integer.class)
        .one();
  }

  List<String> childIds(Handle queries, String parent) {
    return queries
        .createQuery("SELECT id FROM beads WHERE parent = :parent")
        .bind("parent", parent)
        .mapTo(String.class)
        .list();
  }

  /// How many beads below a bead are not closed.
  int countOpenChildren(Handle queries, String parent) {
    return queries
        .createQuery(
            """
            SELECT COUNT(*) FROM beads
            WHERE parent = :parent AND status NOT IN ('closed', 'pinned', 'tombstone')
            """)
        .bind("parent", parent)
        .mapTo(Integer.class)
        .one();
  }

  /// Which of some ids are of beads beyond a reach.
  static Set<String> beyond(Handle queries, Reach reach, Collection<String> ids) {
    return switch (reach) {
      case Reach.Everything _ -> Set.of();
      case Reach.Projects _ when ids.isEmpty() -> Set.of();
      case Reach.Projects _ -> {
        var query =
            queries
                .createQuery(
                    "SELECT id FROM beads WHERE id IN (<ids>) AND NOT (%s)"
                        .formatted(ReachSql.within(reach, "project_id")))
                .bindList("ids", List.copyOf(ids));
        yield ReachSql.bind(query, reach).mapTo(String.class).set();
      }
    };
  }

  /// The edges that lead to some beads, from those within a reach.
  static List<Link> incoming(Handle queries, Reach reach, List<String> ids) {
    return ids.isEmpty()
        ? List.of()
        : links(
            queries,
            reach,
            """
            SELECT e.bead_id, e.depends_on, e.type
            FROM bead_edges e JOIN beads b ON b.id = e.bead_id
            WHERE e.depends_on IN (<ids>) AND %s ORDER BY e.bead_id
            """
                .formatted(ReachSql.within(reach, "b.project_id")),
            query -> query.bindList("ids", ids));
  }

  /// The edges from some beads to what they wait for, within a reach.
  static List<Link> openBlockers(Handle queries, Reach reach, List<String> ids) {
    return ids.isEmpty()
        ? List.of()
        : links(
            queries,
            reach,
            """
            SELECT e.bead_id, e.depends_on, e.type
            FROM bead_edges e JOIN beads t ON t.id = e.depends_on
            WHERE e.bead_id IN (<ids>) AND e.type IN ('blocks', 'conditional-blocks')
              AND t.status NOT IN ('closed', 'pinned', 'tombstone') AND %s
            """
                .formatted(ReachSql.within(reach, "t.project_id")),
            query -> query.bindList("ids", ids));
  }

  /// All edges from the beads of a project, or of all, with both ends within a reach.
  static List<Link> links(Handle queries, Reach reach, String projectId) {
    return links(
        queries,
        reach,
        """
        SELECT e.bead_id, e.depends_on, e.type
        FROM bead_edges e JOIN beads b ON b.id = e.bead_id LEFT JOIN beads t ON t.id = e.depends_on
        WHERE (:project = '' OR b.project_id = :project) AND %s AND (t.id IS NULL OR %s)
        ORDER BY e.bead_id, e.depends_on
        """
            .formatted(
                ReachSql.within(reach, "b.project_id"), ReachSql.within(reach, "t.project_id")),
        query -> query.bind("project", projectId));
  }

  private static List<Link> links(
      Handle queries, Reach reach, String sql, UnaryOperator<Query> values) {
    return ReachSql.bind(values.apply(queries.createQuery(sql)), reach)
        .map((row, _) -> toLink(row))
        .list();
  }

  private static Link toLink(ResultSet row) throws SQLException {
    return new Link(row.getString("bead_id"), row.getString("depends_on"), row.getString("type"));
  }

  /// Adds a bead unless there is one with its id.
  boolean insert(Handle transaction, String projectId, BeadDocument document) {
    var insert = transaction.createUpdate(INSERT);
    boolean isNew = bindNew(insert, projectId, document, null).execute() == 1;
    if (isNew) {
      storeEdges(transaction, document);
    }
    return isNew;
  }

  /// Whether the file of the project has new beads already.
  enum Origin {
    FILE,
    ELSEWHERE
  }

  /// Adds beads. The caller knows that there are none with their ids.
  void insertAll(
      Handle transaction, String projectId, List<BeadDocument> documents, Origin origin) {
    if (documents.isEmpty()) {
      return;
    }
    var batch = transaction.prepareBatch(INSERT);
    for (var document : documents) {
      var synced = origin == Origin.FILE ? document.line() : null;
      bindNew(batch, projectId, document, synced).add();
    }
    batch.execute();
    insertEdges(transaction, documents);
  }

  private static <S extends SqlStatement<S>> S bindNew(
      S insert, String projectId, BeadDocument document, @Nullable String syncedLine) {
    return insert
        .bindMap(columns(document))
        .bind("project", projectId)
        .bind("created", millis(document, "created_at", 0L))
        .bind("synced", syncedLine)
        .bind("syncedRevision", syncedLine == null ? 0 : 1);
  }

  /// The documents of a project, or some of them, in the order of their ids.
  ///
  /// @param after the id behind which the page begins; empty for the first
  /// @param ids empty for all
  static List<BeadDocument> documents(
      Handle queries, String projectId, Collection<String> ids, String after, int limit) {
    var query =
        queries.createQuery(
            """
            SELECT doc FROM beads
            WHERE project_id = :project AND id > :after %s ORDER BY id LIMIT :limit
            """
                .formatted(ids.isEmpty() ? "" : "AND id IN (<ids>)"));
    return (ids.isEmpty() ? query : query.bindList("ids", List.copyOf(ids)))
        .bind("project", projectId)
        .bind("after", after)
        .bind("limit", limit)
        .map((row, _) -> BeadDocument.parse(row.getString("doc")))
        .list();
  }

  /// Stores a changed document and what follows from it, except what [BeadBlocking] derives.
  void update(Handle transaction, BeadDocument document) {
    Sql.of(
            transaction,
            """
            UPDATE beads
            SET title = :title, search = :search, status = :status, priority = :priority,
              type = :type, assignee = :assignee, parent = :parent, hidden = :hidden,
              defer_until_ms = :defer, updated_ms = :updated, closed_ms = :closed,
              doc = :doc, revision = revision + 1
            WHERE id = :id
            """)
        .bindAll(columns(document))
        .execute();
  }

  private static Map<String, @Nullable Object> columns(BeadDocument document) {
    var columns = new HashMap<String, @Nullable Object>();
    columns.put("id", document.id());
    columns.put("title", storable(document.text("title")));
    columns.put("search", searchable(document));
    columns.put("status", storable(document.status()));
    columns.put("priority", document.priority());
    columns.put("type", storable(document.type()));
    columns.put("assignee", emptyToNull(storable(document.text("assignee"))));
    columns.put("parent", Bead.parent(document));
    columns.put("hidden", Bead.isHidden(document) ? 1 : 0);
    columns.put("defer", millis(document, "defer_until", null));
    columns.put("updated", millis(document, "updated_at", 0L));
    columns.put("closed", millis(document, "closed_at", null));
    columns.put("doc", document.line());
    return columns;
  }

  /// Cut where an entry of an index would become too long for PostgreSQL.
  private static String searchable(BeadDocument document) {
    var title = document.text("title");
    var start = title.substring(0, Math.min(LONGEST_SEARCHED, title.length()));
    return storable(start.toLowerCase(Locale.ROOT) + "\n" + document.id().toLowerCase(Locale.ROOT));
  }

  /// PostgreSQL's text holds every character but this one.
  private static String storable(String text) {
    return text.replace('\0', '\uFFFD');
  }

  private static @Nullable String emptyToNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static @Nullable Long millis(BeadDocument document, String key, @Nullable Long absent) {
    var time = document.time(key);
    return time == null ? absent : Long.valueOf(time.toEpochMilli());
  }

  /// Makes the edges of a bead in the database those of its document.
  void storeEdges(Handle transaction, BeadDocument document) {
    transaction
        .createUpdate("DELETE FROM bead_edges WHERE bead_id = :id")
        .bind("id", document.id())
        .execute();
    insertEdges(transaction, List.of(document));
  }

  private static void insertEdges(Handle transaction, List<BeadDocument> documents) {
    var batch =
        transaction.prepareBatch(
            """
            INSERT INTO bead_edges (bead_id, depends_on, type, gate)
            VALUES (:id, :target, :type, :gate)
            ON CONFLICT (bead_id, depends_on, type) DO NOTHING
            """);
    for (var document : documents) {
      for (var edge : document.edges()) {
        batch
            .bind("id", document.id())
            .bind("target", storable(edge.dependsOn()))
            .bind("type", storable(edge.type()))
            .bind("gate", storable(edge.gate()))
            .add();
      }
    }
    if (batch.size() > 0) {
      batch.execute();
    }
  }

  void storeContext(Handle transaction, String id, Map<String, String> context) {
    transaction
        .createUpdate("UPDATE beads SET context = :context WHERE id = :id")
        .bind("context", Json.write(context))
        .bind("id", id)
        .execute();
  }

  /// Beads of a project whose context says so.
  List<String> listWithContext(Handle queries, String projectId, String key, String value) {
    return queries
        .createQuery("SELECT id FROM beads WHERE project_id = :project AND context LIKE :like")
        .bind("project", projectId)
        .bind("like", "%\"" + key + "\":\"" + value + "\"%")
        .mapTo(String.class)
        .list();
  }

  long countOpen(Handle queries, String projectId) {
    return queries
        .createQuery(
            """
            SELECT COUNT(*) FROM beads
            WHERE project_id = :project AND status NOT IN ('closed', 'tombstone')
            """)
        .bind("project", projectId)
        .mapTo(Long.class)
        .one();
  }

  void hold(Handle transaction, String id, String reason, Instant now) {
    transaction
        .createUpdate("UPDATE beads SET hold = :reason, held_since_ms = :now WHERE id = :id")
        .bind("reason", reason)
        .bind("now", now.toEpochMilli())
        .bind("id", id)
        .execute();
  }

  /// Beads that are kept from runs for one reason.
  List<Bead> listOnHold(Handle queries, String reason) {
    return queries
        .createQuery(
            """
            SELECT %s FROM beads
            WHERE hold = :reason AND status NOT IN ('closed', 'tombstone') ORDER BY id
            """
                .formatted(COLUMNS))
        .bind("reason", reason)
        .map((row, _) -> toBead(row))
        .list();
  }

  /// Lets everybody take the bead again, at once. Where it was on hold, somebody has decided, and
  /// its dispatches are counted anew.
  void liftHold(Handle transaction, String id) {
    transaction
        .createUpdate(
            """
            UPDATE beads
            SET dispatches = CASE WHEN hold IS NULL THEN dispatches ELSE 0 END,
              hold = NULL, held_since_ms = NULL, not_before_ms = 0
            WHERE id = :id
            """)
        .bind("id", id)
        .execute();
  }

  /// Its run goes on; how often it was dispatched stays.
  void endWaiting(Handle transaction, String id) {
    transaction.execute("UPDATE beads SET hold = NULL, held_since_ms = NULL WHERE id = ?", id);
  }

  static Bead toBead(ResultSet row) throws SQLException {
    return new Bead(
        row.getString("id"),
        row.getString("project_id"),
        BeadDocument.parse(row.getString("doc")),
        row.getInt("blocked") == 1,
        Json.strings(row.getString("context")),
        row.getLong("revision"),
        row.getInt("dispatches"),
        Instant.ofEpochMilli(row.getLong("not_before_ms")),
        row.getString("hold"),
        row.getString("holder"),
        row.getLong("fence"),
        instant(row, "lease_expires_ms"),
        row.getString("verified"),
        row.getString("merged_commit"),
        row.getLong("cost_micros"),
        instant(row, "held_since_ms"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
