package io.loom.server.bead;

import io.loom.ground.http.Answer;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Json;
import io.loom.ground.http.Permission;
import io.loom.ground.http.Reach;
import io.loom.server.bead.file.BeadEdge;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;

/// The beads of a project, or of all, and the edges between them.
@Path("/api/v1/work-graph")
@Produces("application/json")
public final class WorkGraphResource {
  private final BeadPages pages;
  private final InstantSource clock;

  WorkGraphResource(BeadPages pages, InstantSource clock) {
    this.pages = pages;
    this.clock = clock;
  }

  @GET
  @Permission("beads:read")
  @Answer(Object.class)
  public StreamingOutput graph(@QueryParam("project_id") @DefaultValue("") String projectId) {
    var reach = Caller.current().reach();
    var filter = BeadLists.Filter.ofProject(reach, projectId);
    var first = pages.first(BeadPages.Kind.ALL, filter);
    return out -> {
      write("{\"beads\":", out);
      pages.writeById(filter, first, out);
      write(",\"edges\":", out);
      out.write(Json.mapper().writeValueAsBytes(edges(reach, projectId)));
      write(",\"updated_at\":\"%s\"}".formatted(clock.instant()), out);
    };
  }

  private static void write(String text, OutputStream out) throws IOException {
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }

  /// From what comes first to what comes then.
  private List<Map<String, String>> edges(Reach reach, String projectId) {
    return pages.links(reach, projectId).stream()
        .map(link ->
            Map.of("from", link.to(), "to", link.from(), "relationship", relationship(link)))
        .toList();
  }

  private static String relationship(BeadRepository.Link link) {
    if (link.type().equals(BeadEdge.PARENT)) {
      return "parent";
    }
    return BeadEdge.BLOCKING.contains(link.type()) ? "blocks" : "related";
  }
}
