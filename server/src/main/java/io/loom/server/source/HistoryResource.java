package io.loom.server.source;

import io.loom.api.GitBranchView;
import io.loom.api.GitCommitDetailView;
import io.loom.api.GitCommitView;
import io.loom.api.GitDiffView;
import io.loom.ground.http.Permission;
import io.loom.server.git.GitException;
import io.loom.server.reach.Actor;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The HTTP face of the history of a project's repository, as of the last fetch.
@Path("/api/v1/projects/{id}/git")
@Produces("application/json")
@Consumes("application/json")
public final class HistoryResource {
  private static final int USUAL_COMMITS = 50;
  private static final int MOST_COMMITS = 500;
  private static final int MOST_BRANCHES = 500;
  private static final int MOST_FILES = 2_000;
  private static final int LARGEST_DIFF = 1 << 20;

  private final Sources sources;

  HistoryResource(Sources sources) {
    this.sources = sources;
  }

  @GET
  @Path("/log")
  @Permission("projects:read")
  public List<GitCommitView> log(
      @PathParam("id") String id,
      @QueryParam("ref") @Nullable String reference,
      @QueryParam("path") @Nullable String path,
      @QueryParam("skip") @Nullable String skip,
      @QueryParam("limit") @Nullable String limit) {
    var query = new Query();
    var wanted = query.reference("ref", reference);
    var file = query.path(path);
    int from = query.number("skip", skip, 0, 0, 1_000_000);
    int most = query.number("limit", limit, USUAL_COMMITS, 1, MOST_COMMITS);
    query.check();
    try {
      var source = open(id, wanted);
      return source.history().log(source.commit(), file, from, most).stream()
          .map(SourceViews::view)
          .toList();
    } catch (GitException e) {
      throw SourceProblems.gitFailed(e);
    }
  }

  @GET
  @Path("/branches")
  @Permission("projects:read")
  public List<GitBranchView> branches(@PathParam("id") String id) {
    try {
      var source = open(id, "");
      return source.history().branches(MOST_BRANCHES).stream()
          .map(branch -> SourceViews.view(source.project(), branch))
          .toList();
    } catch (GitException e) {
      throw SourceProblems.gitFailed(e);
    }
  }

  @GET
  @Path("/commits/{sha}")
  @Permission("projects:read")
  public GitCommitDetailView commit(@PathParam("id") String id, @PathParam("sha") String sha) {
    var query = new Query();
    var wanted = query.reference("sha", sha);
    query.check();
    try {
      var source = open(id, wanted);
      var history = source.history();
      var commit = history.log(source.commit(), "", 0, 1).getFirst();
      var before = commit.parents().isEmpty() ? history.emptyTree() : commit.parents().getFirst();
      var diff = history.diff(before, commit.id(), "", LARGEST_DIFF);
      return new GitCommitDetailView(
          SourceViews.view(commit),
          SourceViews.changes(history.changes(before, commit.id(), MOST_FILES)),
          diff.text(),
          diff.isCut());
    } catch (GitException e) {
      throw SourceProblems.gitFailed(e);
    }
  }

  /// What `to` has and `from` has not, since the two went apart; as a pull request shows it.
  @GET
  @Path("/diff")
  @Permission("projects:read")
  public GitDiffView diff(
      @PathParam("id") String id,
      @QueryParam("from") @Nullable String from,
      @QueryParam("to") @Nullable String to,
      @QueryParam("path") @Nullable String path) {
    var query = new Query();
    var older = query.reference("from", from);
    var newer = query.reference("to", to);
    var file = query.path(path);
    query.check();
    try {
      var source = open(id, newer);
      var history = source.history();
      var start = open(id, older).commit();
      var base = history.mergeBase(start, source.commit()).orElse(start);
      var diff = history.diff(base, source.commit(), file, LARGEST_DIFF);
      var changes =
          history.changes(base, source.commit(), MOST_FILES).stream()
              .filter(change ->
                  file.isEmpty()
                      || change.path().equals(file)
                      || change.path().startsWith(file + "/"))
              .toList();
      return new GitDiffView(
          base, source.commit(), SourceViews.changes(changes), diff.text(), diff.isCut());
    } catch (GitException e) {
      throw SourceProblems.gitFailed(e);
    }
  }

  private Source open(String id, String reference) throws GitException {
    return SourceProblems.opened(sources.open(Actor.current(), id, reference));
  }
}
