package io.loom.server.bead;

import io.loom.api.BeadImportView;
import io.loom.ground.http.Answer;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Invalid;
import io.loom.ground.http.Permission;
import io.loom.server.bead.file.BeadFile;
import io.loom.server.reach.Actor;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.StreamingOutput;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The beads of a project as lines of `issues.jsonl`, out and in.
@Path("/api/v1/projects/{project}/beads")
public final class BeadTransferResource {
  private static final String LINES = "application/x-ndjson";
  private static final int MOST_IDS = 500;

  private final BeadTransfer transfer;

  BeadTransferResource(BeadTransfer transfer) {
    this.transfer = transfer;
  }

  /// The beads, one a line, in the order of their ids.
  ///
  /// @param ids only these
  @GET
  @Path("/export")
  @Produces(LINES)
  @Permission("beads:read")
  @Answer(Object.class)
  public Response export(
      @PathParam("project") String project, @QueryParam("id") @Nullable List<String> ids) {
    require(project);
    List<String> wanted = ids == null ? List.of() : List.copyOf(ids);
    if (wanted.size() > MOST_IDS) {
      throw Invalid.field("id", "At most %d ids at once.".formatted(MOST_IDS));
    }
    var reach = Caller.current().reach();
    StreamingOutput lines = out -> transfer.export(reach, project, wanted, out);
    return Response.ok(lines).build();
  }

  /// Takes lines over: new beads are made, others changed unless they were changed here since.
  ///
  /// @param dryRun says what would come of it, and changes nothing
  /// @param allowStale changes newer beads too
  @POST
  @Path("/import")
  @Consumes({LINES, "application/jsonl", "application/octet-stream", "application/json"})
  @Produces("application/json")
  @Permission("beads:write")
  public BeadImportView read(
      @PathParam("project") String project,
      @QueryParam("dry_run") @DefaultValue("false") boolean dryRun,
      @QueryParam("allow_stale") @DefaultValue("false") boolean allowStale,
      byte @Nullable [] body) {
    require(project);
    var file = BeadFile.parse(body == null ? new byte[0] : body);
    file.refusal()
        .ifPresent(problem -> {
          throw Invalid.field("", "Line %d: %s".formatted(problem.line(), problem.detail()));
        });
    return transfer.read(
        Actor.current(),
        project,
        file,
        dryRun ? BeadTransfer.Mode.DRY_RUN : BeadTransfer.Mode.REAL,
        allowStale ? BeadTransfer.Stale.OVERWRITTEN : BeadTransfer.Stale.SKIPPED);
  }

  private void require(String project) {
    if (!transfer.exists(Actor.current(), project)) {
      throw BeadProblems.noProject(project);
    }
  }
}
