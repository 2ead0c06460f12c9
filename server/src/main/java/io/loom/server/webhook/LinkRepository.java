package io.loom.server.webhook;

import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The `external_beads` table: which bead stands for an issue or a pull request.
final class LinkRepository {
  private LinkRepository() {}

  /// An issue or pull request of a project's repository.
  ///
  /// @param kind `issue` or `pull_request`
  record Link(String projectId, String forge, String kind, long number) {
    static Link of(ForgeNews news, String projectId) {
      return new Link(
          projectId,
          news.forge().wireName(),
          news.isOfPullRequest() ? "pull_request" : "issue",
          news.number());
    }
  }

  static Optional<String> find(Handle queries, Link link) {
    return queries
        .createQuery(
            """
            SELECT bead_id FROM external_beads
            WHERE project_id = :project AND forge = :forge AND kind = :kind AND number = :number
            """)
        .bind("project", link.projectId())
        .bind("forge", link.forge())
        .bind("kind", link.kind())
        .bind("number", link.number())
        .mapTo(String.class)
        .findOne();
  }

  static void insert(Handle transaction, Link link, String beadId) {
    transaction
        .createUpdate(
            """
            INSERT INTO external_beads (project_id, forge, kind, number, bead_id)
            VALUES (:project, :forge, :kind, :number, :bead)
            """)
        .bind("project", link.projectId())
        .bind("forge", link.forge())
        .bind("kind", link.kind())
        .bind("number", link.number())
        .bind("bead", beadId)
        .execute();
  }
}
