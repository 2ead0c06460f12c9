package io.loom.server.pullrequest;

import io.loom.api.MergePullRequestRequest;
import io.loom.api.PullRequestView;
import io.loom.api.ReviewNoteView;
import io.loom.base.ProblemType;
import io.loom.ground.http.HttpProblems;
import io.loom.ground.http.Invalid;
import io.loom.ground.http.Permission;
import io.loom.server.forge.ForgeException;
import io.loom.server.forge.MergeMethod;
import io.loom.server.pullrequest.PullRequestControl.Notes;
import io.loom.server.pullrequest.PullRequestControl.Result;
import io.loom.server.reach.Actor;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The HTTP face of pull requests.
@Path("/api/v1/pull-requests")
@Produces("application/json")
@Consumes("application/json")
public final class PullRequestResource {
  private static final ProblemType NOT_OPEN =
      new ProblemType("pull-request-not-open", 409, "The pull request is not open");
  private static final ProblemType REFUSED =
      new ProblemType("forge-refused", 409, "The forge refuses");
  private static final ProblemType UNAVAILABLE =
      new ProblemType("forge-unavailable", 503, "The forge does not answer");
  private static final int MOST = 1_000;

  private final PullRequestControl pulls;

  PullRequestResource(PullRequestControl pulls) {
    this.pulls = pulls;
  }

  /// @param projectId whose; required
  /// @param open only those that have not ended
  @GET
  @Permission("projects:read")
  public List<PullRequestView> list(
      @QueryParam("project_id") @DefaultValue("") String projectId,
      @QueryParam("open") @DefaultValue("false") boolean open,
      @QueryParam("limit") @DefaultValue("100") int limit) {
    return ofProject(pulls, projectId, open, limit);
  }

  static List<PullRequestView> ofProject(
      PullRequestControl pulls, String projectId, boolean open, int limit) {
    if (limit < 1 || limit > MOST) {
      throw Invalid.field("limit", "limit is between 1 and %d.".formatted(MOST));
    }
    return pulls
        .list(Actor.current(), projectId, open, limit)
        .orElseThrow(() ->
            HttpProblems.NOT_FOUND.because(
                "There is no project %s.".formatted(projectId), Map.of()))
        .stream()
        .map(PullRequestResource::view)
        .toList();
  }

  @GET
  @Path("/{id}")
  @Permission("projects:read")
  public PullRequestView get(@PathParam("id") String id) {
    return view(pulls.find(Actor.current(), id).orElseThrow(() -> noSuchPullRequest(id)));
  }

  /// What was said on the forge, oldest first.
  @GET
  @Path("/{id}/notes")
  @Permission("projects:read")
  public List<ReviewNoteView> notes(@PathParam("id") String id) {
    return switch (pulls.notes(Actor.current(), id)) {
      case Notes.Read(var notes) ->
          notes.stream()
              .map(note ->
                  new ReviewNoteView(
                      note.id(),
                      PullRequestRepository.stored(note.kind()),
                      note.author(),
                      note.text(),
                      note.path(),
                      note.line() == 0 ? null : note.line(),
                      note.at()))
              .toList();
      case Notes.None(var why) -> throw refusal(id, why);
    };
  }

  @POST
  @Path("/{id}/refresh")
  @Permission("projects:write")
  public PullRequestView refresh(@PathParam("id") String id) {
    return answer(id, pulls.refresh(Actor.current(), id));
  }

  @POST
  @Path("/{id}/merge")
  @Permission("projects:write")
  public PullRequestView merge(
      @PathParam("id") String id, @Nullable MergePullRequestRequest request) {
    var name = request == null || request.method() == null ? "merge" : request.method().strip();
    var method =
        MergeMethod.find(name)
            .orElseThrow(() -> Invalid.field("method", "method is merge, squash or rebase."));
    return answer(id, pulls.merge(Actor.current(), id, method));
  }

  @POST
  @Path("/{id}/close")
  @Permission("projects:write")
  public PullRequestView close(@PathParam("id") String id) {
    return answer(id, pulls.close(Actor.current(), id));
  }

  private static PullRequestView answer(String id, Result result) {
    if (result instanceof Result.Done(var pull)) {
      return view(pull);
    }
    throw refusal(id, result);
  }

  private static RuntimeException refusal(String id, Result result) {
    return switch (result) {
      case Result.Done _ -> new IllegalStateException("done, and yet refused");
      case Result.NoSuchPullRequest() -> noSuchPullRequest(id);
      case Result.NotOpen() ->
          NOT_OPEN.because(
              "Pull request %s is not on the forge, or has ended.".formatted(id), Map.of());
      case Result.Failed(var why) -> failed(why);
    };
  }

  private static RuntimeException failed(ForgeException why) {
    var type =
        switch (why.reason()) {
          case UNAVAILABLE -> UNAVAILABLE;
          case REFUSED, NOT_FOUND, NOT_CONFIGURED -> REFUSED;
        };
    return type.because(String.valueOf(why.getMessage()), Map.of());
  }

  private static RuntimeException noSuchPullRequest(String id) {
    return HttpProblems.NOT_FOUND.because("There is no pull request %s.".formatted(id), Map.of());
  }

  private static PullRequestView view(PullRequest pull) {
    return new PullRequestView(
        pull.id(),
        pull.projectId(),
        pull.beadId(),
        pull.runId(),
        pull.base(),
        pull.branch(),
        pull.state().stored(),
        pull.number(),
        pull.url(),
        pull.head(),
        pull.rounds(),
        PullRequestRepository.stored(pull.checks()),
        PullRequestRepository.stored(pull.mergeable()),
        pull.detail(),
        pull.mergedCommit(),
        pull.nextLook(),
        pull.createdAt(),
        pull.updatedAt(),
        pull.endedAt());
  }
}
