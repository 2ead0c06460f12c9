package io.loom.server.source;

import io.loom.api.FileEntryView;
import io.loom.api.FileMatchView;
import io.loom.api.FileView;
import io.loom.api.PatchRequest;
import io.loom.api.PatchView;
import io.loom.ground.http.Caller;
import io.loom.ground.http.HttpProblems;
import io.loom.ground.http.Invalid;
import io.loom.ground.http.Permission;
import io.loom.server.git.GitException;
import io.loom.server.reach.Actor;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The HTTP face of the files of a project's repository.
@Path("/api/v1/projects/{id}/files")
@Produces("application/json")
@Consumes("application/json")
public final class FileResource {
  private static final int LARGEST_PATCH = 10 << 20;
  private static final int LONGEST_QUERY = 1_000;
  private static final int LONGEST_MESSAGE = 10_000;
  private static final int USUAL_DEPTH = 4;

  private final Sources sources;
  private final PatchService patches;

  FileResource(Sources sources, PatchService patches) {
    this.sources = sources;
    this.patches = patches;
  }

  @GET
  @Path("/read")
  @Permission("projects:read")
  public FileView read(
      @PathParam("id") String id,
      @QueryParam("path") @Nullable String path,
      @QueryParam("ref") @Nullable String reference) {
    var query = new Query();
    var file = query.path(path);
    if (file.isEmpty()) {
      query.require("path", "");
    }
    var wanted = query.reference("ref", reference);
    query.check();
    try {
      return switch (FileReading.read(open(id, wanted), file)) {
        case FileReading.Reading.Read(var view) -> view;
        case FileReading.Reading.TooLarge(var size) ->
            throw SourceProblems.tooLarge(file, size, FileReading.LARGEST_FILE);
        case FileReading.Reading.IsFolder() ->
            throw Invalid.field("path", "%s is a folder; list it with files/tree.".formatted(file));
        case FileReading.Reading.IsSubmodule() ->
            throw Invalid.field(
                "path", "%s is a submodule: another repository has its files.".formatted(file));
        case FileReading.Reading.Absent() -> throw SourceProblems.noFile(file);
      };
    } catch (GitException e) {
      throw SourceProblems.gitFailed(e);
    }
  }

  @GET
  @Path("/tree")
  @Permission("projects:read")
  public List<FileEntryView> tree(
      @PathParam("id") String id,
      @QueryParam("path") @Nullable String path,
      @QueryParam("ref") @Nullable String reference,
      @QueryParam("max_depth") @Nullable String maxDepth,
      @QueryParam("limit") @Nullable String limit) {
    var query = new Query();
    var folder = query.path(path);
    var wanted = query.reference("ref", reference);
    int depth = query.number("max_depth", maxDepth, USUAL_DEPTH, 1, FileReading.DEEPEST);
    int most = query.number("limit", limit, FileReading.MOST_ENTRIES, 1, FileReading.MOST_ENTRIES);
    query.check();
    try {
      return FileReading.tree(open(id, wanted), folder, depth, most)
          .orElseThrow(() -> SourceProblems.noFile(folder));
    } catch (GitException e) {
      throw SourceProblems.gitFailed(e);
    }
  }

  @GET
  @Path("/search")
  @Permission("projects:read")
  public List<FileMatchView> search(
      @PathParam("id") String id,
      @QueryParam("query") @Nullable String text,
      @QueryParam("path") @Nullable String path,
      @QueryParam("ref") @Nullable String reference,
      @QueryParam("ignore_case") @Nullable String ignoreCase,
      @QueryParam("limit") @Nullable String limit) {
    var query = new Query().require("query", text);
    var wantedText = text == null ? "" : text;
    if (wantedText.length() > LONGEST_QUERY || wantedText.chars().anyMatch(c -> c < 0x20)) {
      query.add("query", "query is one line of at most %d characters.".formatted(LONGEST_QUERY));
    }
    var folder = query.path(path);
    var wanted = query.reference("ref", reference);
    int most = query.number("limit", limit, FileReading.MOST_MATCHES, 1, FileReading.MOST_MATCHES);
    query.check();
    boolean anyCase = ignoreCase != null && !ignoreCase.equals("false");
    try {
      return FileReading.search(open(id, wanted), folder, wantedText, anyCase, most)
          .orElseThrow(() -> SourceProblems.noFile(folder));
    } catch (GitException e) {
      throw SourceProblems.gitFailed(e);
    }
  }

  @POST
  @Path("/patch")
  @Permission("projects:write")
  public PatchView patch(@PathParam("id") String id, @Nullable PatchRequest request) {
    if (request == null) {
      throw HttpProblems.BAD_REQUEST.because("This route takes a JSON object.", Map.of());
    }
    var query = new Query().require("patch", request.patch());
    var patch = request.patch() == null ? "" : request.patch();
    if (patch.getBytes(StandardCharsets.UTF_8).length > LARGEST_PATCH) {
      query.add("patch", "patch is larger than %d bytes.".formatted(LARGEST_PATCH));
    }
    var message = request.message() == null ? "" : request.message().strip();
    if (message.length() > LONGEST_MESSAGE) {
      query.add("message", "message is longer than %d characters.".formatted(LONGEST_MESSAGE));
    }
    var branch = query.reference("branch", request.branch());
    query.check();
    try {
      return view(
          id,
          patches.apply(
              Caller.current(),
              id,
              branch,
              patch.endsWith("\n") ? patch : patch + "\n",
              message.isEmpty() ? "Apply a patch" : message));
    } catch (GitException e) {
      throw SourceProblems.gitFailed(e);
    }
  }

  private static PatchView view(String id, PatchResult result) {
    return switch (result) {
      case PatchResult.Pushed(var branch, var commit, var output) ->
          new PatchView(true, output, branch, commit);
      case PatchResult.DoesNotApply(var branch, var output) ->
          new PatchView(false, output, branch, null);
      case PatchResult.Forbidden(var path, var reason) ->
          throw SourceProblems.forbidden("patch", path, reason);
      case PatchResult.NotOpened(var why) -> {
        var _ = SourceProblems.opened(why);
        throw SourceProblems.notFetched(id, "It cannot be opened.");
      }
      case PatchResult.Protected(var branch) -> throw SourceProblems.isProtected(branch);
      case PatchResult.Busy(var branch) -> throw SourceProblems.busy(branch);
      case PatchResult.Moved(var branch) -> throw SourceProblems.moved(branch);
      case PatchResult.Refused(var reason) -> throw SourceProblems.refused(reason);
    };
  }

  private Source open(String id, String reference) throws GitException {
    return SourceProblems.opened(sources.open(Actor.current(), id, reference));
  }
}
