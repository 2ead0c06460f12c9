package io.loom.server.bead;

import io.loom.api.BeadView;
import io.loom.ground.database.Database;
import io.loom.ground.http.Json;
import io.loom.ground.http.Reach;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Lists of beads for clients, in pages or whole.
///
/// A whole list is read page by page, so neither a hundred thousand beads nor a transaction wait
/// for a slow client. A bead that changes meanwhile appears once, as it was or as it is.
final class BeadPages {
  private static final int PAGE = 500;

  enum Kind {
    ALL,
    READY
  }

  /// @param next where the next page begins, if there is one
  record Page(List<BeadView> beads, BeadLists.@Nullable Cursor next) {}

  private final Database database;
  private final BeadLists lists = new BeadLists();
  private final BeadViews views;
  private final InstantSource clock;

  BeadPages(Database database, BeadViews views, InstantSource clock) {
    this.database = database;
    this.views = views;
    this.clock = clock;
  }

  Page page(Kind kind, BeadLists.Filter filter, BeadLists.@Nullable Cursor after, int limit) {
    return database.read(queries -> {
      var rows =
          switch (kind) {
            case ALL -> lists.list(queries, filter, after, limit + 1);
            case READY -> lists.ready(queries, filter, clock.instant(), after, limit + 1);
          };
      var shown = rows.subList(0, Math.min(limit, rows.size()));
      var beads =
          views.views(queries, filter.reach(), shown.stream().map(BeadLists.Row::bead).toList());
      return new Page(beads, rows.size() > limit ? shown.getLast().cursor() : null);
    });
  }

  /// One bead, as somebody of this reach sees it.
  BeadView show(Reach reach, Bead bead) {
    return database.read(queries -> views.views(queries, reach, List.of(bead))).getFirst();
  }

  /// The edges from the beads of a project, or of all, with both ends within a reach.
  List<BeadRepository.Link> links(Reach reach, String projectId) {
    return database.read(queries -> BeadRepository.links(queries, reach, projectId));
  }

  Page first(Kind kind, BeadLists.Filter filter) {
    return page(kind, filter, null, PAGE);
  }

  /// Writes a list to its end as a JSON array.
  void write(Kind kind, BeadLists.Filter filter, Page first, OutputStream out) throws IOException {
    write("[", out);
    writeAll(kind, filter, first, _ -> "", out);
    write("]", out);
  }

  /// Writes all beads as a JSON object with their ids as keys.
  void writeById(BeadLists.Filter filter, Page first, OutputStream out) throws IOException {
    write("{", out);
    writeAll(Kind.ALL, filter, first, bead -> Json.write(bead.id()) + ":", out);
    write("}", out);
  }

  private void writeAll(
      Kind kind,
      BeadLists.Filter filter,
      Page first,
      Function<BeadView, String> lead,
      OutputStream out)
      throws IOException {
    String separator = "";
    Optional<Page> page = Optional.of(first);
    while (page.isPresent()) {
      for (var bead : page.get().beads()) {
        write(separator + lead.apply(bead), out);
        out.write(Json.mapper().writeValueAsBytes(bead));
        separator = ",";
      }
      var next = page.get().next();
      page = next == null ? Optional.empty() : Optional.of(page(kind, filter, next, PAGE));
    }
  }

  private static void write(String text, OutputStream out) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
