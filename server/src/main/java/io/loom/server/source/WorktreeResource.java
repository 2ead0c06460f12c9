package io.loom.server.source;

import io.loom.api.GitCommitRequest;
import io.loom.api.GitResultView;
import io.loom.api.GitStatusView;
import io.loom.ground.http.Caller;
import io.loom.ground.http.HttpProblems;
import io.loom.ground.http.Permission;
import io.loom.server.git.GitConfig;
import io.loom.server.git.GitException;
import io.loom.server.git.Mirrors;
import io.loom.server.project.ProjectService;
import io.loom.server.reach.Actor;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The HTTP face of the base worktrees of projects.
@Path("/api/v1/projects/git")
@Produces("application/json")
@Consumes("application/json")
public final class WorktreeResource {
  private static final int LONGEST_MESSAGE = 10_000;
  private static final int MOST_FILES = 1_000;

  private final WorktreeService worktrees;
  private final ProjectService projects;
  private final Mirrors mirrors;
  private final GitConfig config;

  WorktreeResource(
      WorktreeService worktrees, ProjectService projects, Mirrors mirrors, GitConfig config) {
    this.worktrees = worktrees;
    this.projects = projects;
    this.mirrors = mirrors;
    this.config = config;
  }

  @POST
  @Path("/sync")
  @Permission("projects:write")
  public GitResultView sync(@QueryParam("project_id") @Nullable String projectId) {
    var id = required(projectId);
    try {
      var signature = Signature.of(Caller.current(), config);
      return view(id, worktrees.sync(Actor.current(), id, signature));
    } catch (GitException e) {
      throw SourceProblems.gitFailed(e);
    }
  }

  @POST
  @Path("/commit")
  @Permission("projects:write")
  public GitResultView commit(
      @QueryParam("project_id") @Nullable String projectId, @Nullable GitCommitRequest request) {
    var id = required(projectId);
    if (request == null) {
      throw HttpProblems.BAD_REQUEST.because("This route takes a JSON object.", Map.of());
    }
    var message = request.message() == null ? "" : request.message().strip();
    var signature = signature(request, message);
    try {
      return view(id, worktrees.commit(Actor.current(), id, message, signature));
    } catch (GitException e) {
      throw SourceProblems.gitFailed(e);
    }
  }

  private Signature signature(GitCommitRequest request, String message) {
    var query = new Query().require("message", message);
    if (message.length() > LONGEST_MESSAGE) {
      query.add("message", "message is longer than %d characters.".formatted(LONGEST_MESSAGE));
    }
    var name = request.authorName();
    var email = request.authorEmail();
    if ((name == null) != (email == null)) {
      query.add(
          name == null ? "author_name" : "author_email",
          "author_name and author_email are given together or not at all.");
    }
    if (name != null) {
      Signature.problemWithName(name).ifPresent(problem -> query.add("author_name", problem));
    }
    if (email != null) {
      Signature.problemWithEmail(email).ifPresent(problem -> query.add("author_email", problem));
    }
    query.check();
    return name == null || email == null
        ? Signature.of(Caller.current(), config)
        : new Signature(name.strip(), email);
  }

  @POST
  @Path("/push")
  @Permission("projects:write")
  public GitResultView push(@QueryParam("project_id") @Nullable String projectId) {
    var id = required(projectId);
    try {
      return view(id, worktrees.push(Actor.current(), id));
    } catch (GitException e) {
      throw SourceProblems.gitFailed(e);
    }
  }

  @GET
  @Path("/status")
  @Permission("projects:read")
  public GitStatusView status(@QueryParam("project_id") @Nullable String projectId) {
    var id = required(projectId);
    var project =
        projects.find(Actor.current(), id).orElseThrow(() -> SourceProblems.noProject(id));
    try {
      var state = worktrees.state(project);
      var commit = state.map(it -> it.commit()).orElse(null);
      return new GitStatusView(
          id,
          state.isPresent(),
          state.isPresent() ? mirrors.worktree(id).toString() : null,
          project.branch(),
          project.gitRepo(),
          project.headCommit(),
          project.syncedAt(),
          project.gitAuthMethod().wireName(),
          commit,
          commit != null && !worktrees.isPushed(project, commit),
          state.isEmpty()
              ? List.of()
              : SourceViews.changes(
                  mirrors
                      .history(id)
                      .changes(state.get().commit(), state.get().tree(), MOST_FILES)));
    } catch (GitException e) {
      throw SourceProblems.gitFailed(e);
    }
  }

  private static String required(@Nullable String projectId) {
    new Query().require("project_id", projectId).check();
    return projectId == null ? "" : projectId;
  }

  private static GitResultView view(String id, WorktreeResult result) {
    return switch (result) {
      case WorktreeResult.Done(var branch, var changed, var message, var commit, var files) ->
          new GitResultView(true, changed, id, branch, message, commit, files);
      case WorktreeResult.NoSuchProject() -> throw SourceProblems.noProject(id);
      case WorktreeResult.NotFetched(var why) -> throw SourceProblems.notFetched(id, why);
      case WorktreeResult.Forbidden(var path, var reason) ->
          throw SourceProblems.forbidden("worktree", path, reason);
      case WorktreeResult.Conflict(var paths) -> throw SourceProblems.conflict(paths);
      case WorktreeResult.Protected(var branch) -> throw SourceProblems.isProtected(branch);
      case WorktreeResult.Busy(var branch) -> throw SourceProblems.busy(branch);
      case WorktreeResult.Moved(var branch) -> throw SourceProblems.moved(branch);
      case WorktreeResult.Refused(var reason) -> throw SourceProblems.refused(reason);
    };
  }
}
