package io.loom.server;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.loom.ground.database.Dialect;
import io.loom.server.config.LoomConfig;
import io.loom.server.dispatch.DispatchFeature;
import io.loom.server.dispatch.DispatchLoop;
import io.loom.server.gate.Gate;
import io.loom.server.gate.WorkspaceSpecs;
import io.loom.server.git.BranchLeases;
import io.loom.server.git.Mirrors;
import io.loom.server.merge.MergeLoop;
import io.loom.server.pullrequest.PullRequestLoop;
import io.loom.server.run.RunFeature;
import io.loom.server.run.RunLoop;
import io.loom.server.sync.SyncFeature;
import io.loom.weaver.WeaverPlatform;
import io.loom.weaver.local.LocalPlatform;
import java.io.IOException;

/// What moves the work on: the loops, and what they work with.
final class Engine {
  private static final System.Logger LOG = System.getLogger(Engine.class.getName());

  private final Basis basis;
  private final LoomConfig config;
  private final ServerSettings settings;
  private final ProjectFeatures projects;
  private final WorkFeatures work;
  private final String owner;
  private final Mirrors mirrors;
  private final BranchLeases leases;
  private final WeaverPlatform platform;
  private final WorkspaceSpecs specs;
  private final Gate gate;

  /// Nothing moves yet.
  ///
  /// @throws IOException when the folders of weavers cannot be used
  Engine(Basis basis, ServerSettings settings, ProjectFeatures projects, WorkFeatures work)
      throws IOException {
    this.basis = basis;
    this.config = settings.config();
    this.settings = settings;
    this.projects = projects;
    this.work = work;
    this.owner = basis.ids().next();
    this.mirrors = new Mirrors(settings.git());
    this.leases = new BranchLeases(basis.database(), basis.clock());
    this.platform = basis.parts().add(LocalPlatform.open(settings.weavers()));
    this.specs =
        new WorkspaceSpecs(
            settings.workspaceRoot(),
            mirrors,
            settings.limits(),
            config.weavers().egress(),
            settings.git());
    this.gate =
        new Gate(
            platform,
            specs,
            mirrors,
            config.gate().timeout(),
            2 * Runtime.getRuntime().availableProcessors());
    report();
  }

  WeaverPlatform platform() {
    return platform;
  }

  /// Takes up what an earlier server left, and begins.
  ///
  /// @param dispatch whose loop starts last
  DispatchLoop start(DispatchFeature dispatch) {
    boolean isAlone = basis.database().dialect() == Dialect.SQLITE;
    if (isAlone) {
      leases.releaseAll();
      mirrors.recover();
    }
    projects.projects().service().registerConfigured(settings.projects());
    startSync();
    var mergeLoop = startMerging();
    var runLoop = startRuns(isAlone);
    var dispatchLoop = startDispatch(dispatch);
    var pullRequestLoop = startPullRequests();
    new WakeUps(dispatchLoop, runLoop, mergeLoop, pullRequestLoop).follow(basis.events().tail());
    return dispatchLoop;
  }

  private void startSync() {
    basis
        .parts()
        .add(
            SyncFeature.start(
                basis.database(),
                projects.projects().service(),
                work.beads().service(),
                mirrors,
                work.pullRequests().forges(),
                leases,
                settings.git(),
                basis.clock(),
                owner,
                config.health().interval(),
                config.beads().syncInterval()));
  }

  private MergeLoop startMerging() {
    return basis
        .parts()
        .add(
            work.merges()
                .start(
                    new MergeTargetsOfProjects(projects.projects().service()),
                    mirrors,
                    gate,
                    settings.git(),
                    leases,
                    work.runs().service(),
                    owner));
  }

  private PullRequestLoop startPullRequests() {
    return basis
        .parts()
        .add(
            work.pullRequests()
                .start(
                    new MergeTargetsOfProjects(projects.projects().service()),
                    mirrors,
                    settings.git(),
                    work.runs().service(),
                    config.forges().pollInterval(),
                    owner));
  }

  private RunLoop startRuns(boolean isAlone) {
    var surroundings =
        new RunFeature.Surroundings(
            projects.agents().personas(),
            work.decisions().service(),
            projects.projects().service(),
            projects.providers().service(),
            projects.providers().client(),
            platform,
            specs,
            gate,
            mirrors,
            settings.git());
    return basis.parts().add(work.runs().start(surroundings, owner, isAlone));
  }

  private DispatchLoop startDispatch(DispatchFeature dispatch) {
    return basis
        .parts()
        .add(
            dispatch.start(
                basis.database(),
                work.beads().service(),
                projects.agents().service(),
                projects.projects().service(),
                projects.providers().service(),
                work.decisions().service(),
                work.runs().service(),
                basis.clock(),
                settings.dispatch()));
  }

  private void report() {
    var report = platform.report();
    LOG.log(
        report.usable() ? INFO : WARNING,
        "weavers: {0}; limits: {1}{2}",
        report.isolation(),
        report.enforced().isEmpty() ? "none" : String.join(", ", report.enforced()),
        report.missing().isEmpty() ? "" : "; missing: " + String.join("; ", report.missing()));
  }
}
