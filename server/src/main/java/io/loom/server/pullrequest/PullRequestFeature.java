package io.loom.server.pullrequest;

import io.loom.ground.database.Database;
import io.loom.server.bead.BeadService;
import io.loom.server.event.EventLog;
import io.loom.server.forge.Forges;
import io.loom.server.git.GitConfig;
import io.loom.server.git.Mirrors;
import io.loom.server.merge.MergeListener;
import io.loom.server.merge.MergeTargets;
import io.loom.server.project.ProjectService;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/// The pull requests, put together. The loop starts apart, when somebody listens.
public record PullRequestFeature(
    PullRequestService service,
    PullRequestResource resource,
    ProjectPullRequestsResource projectResource,
    Parts parts) {
  /// What the loop needs of the feature.
  public record Parts(
      Database database,
      ProjectService projects,
      BeadService beads,
      Forges forges,
      InstantSource clock) {}

  public static PullRequestFeature create(
      Database database,
      ProjectService projects,
      BeadService beads,
      Forges forges,
      EventLog events,
      InstantSource clock) {
    var service =
        new PullRequestService(
            database, new PullRequestRepository(), projects, beads, events, clock);
    var control = new PullRequestControl(service, projects, forges);
    return new PullRequestFeature(
        service,
        new PullRequestResource(control),
        new ProjectPullRequestsResource(control),
        new Parts(database, projects, beads, forges, clock));
  }

  /// @param interval between two looks at an open pull request
  /// @param owner names this server among all that use the database
  public PullRequestLoop start(
      MergeTargets targets,
      Mirrors mirrors,
      GitConfig gitConfig,
      MergeListener listener,
      Duration interval,
      String owner) {
    var tools =
        new PullRequestTools(
            service,
            parts.projects(),
            parts.beads(),
            parts.forges(),
            targets,
            mirrors,
            gitConfig,
            new Waiting(listener),
            parts.clock());
    return new PullRequestLoop(
        parts.database(), new PullRequestRepository(), tools, interval, owner);
  }

  /// Where pull requests are.
  public Forges forges() {
    return parts.forges();
  }

  public List<Object> resources() {
    return List.of(resource, projectResource);
  }
}
