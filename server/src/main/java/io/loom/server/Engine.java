package io.loom.server;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import io.loom.ground.database.Dialect;
import io.loom.server.config.LoomConfig;
import io.loom.server.credential.CredentialFeature;
import io.loom.server.dispatch.DispatchFeature;
import io.loom.server.dispatch.DispatchLoop;
import io.loom.server.gate.Gate;
import io.loom.server.gate.WorkspaceSpecs;
import io.loom.server.git.BranchLeases;
import io.loom.server.git.Mirrors;
import io.loom.server.merge.MergeLoop;
import io.loom.server.merge.MergeTargets;
import io.loom.server.pullrequest.PullRequestLoop;
import io.loom.server.run.RunFeature;
import io.loom.server.run.RunLoop;
import io.loom.server.source.SourceFeature;
import io.loom.server.sync.SyncFeature;
import io.loom.server.sync.dolt.DoltBeads;
import io.loom.weaver.WeaverPlatform;
import io.loom.weaver.local.LocalPlatform;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/// What moves the work on: the loops, and what they work with.
final class Engine {
  private static final System.Logger LOG = System.getLogger(Engine.class.getName());

  /// How long a request waits for a branch that somebody else changes.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final Basis basis;
  private final LoomConfig config;
  private final ServerSettings settings;
  private final ProjectFeatures projects;
  private final WorkFeatures work;
  private final String owner;
  private final Mirrors mirrors;
  private final CredentialFeature credentials;
  private final BranchLeases leases;
  private final WeaverPlatform platform;
  private final WorkspaceSpecs specs;
  private final Gate gate;
  private List<Object> resources = List.of();

  /// Nothing moves yet.
  ///
  /// @throws IOException when the folders of weavers cannot be used
  Engine(
      Basis basis,
      ServerSettings settings,
      ProjectFeatures projects,
      CredentialFeature credentials,
      WorkFeatures work)
      throws IOException {
    this.basis = basis;
    this.config = settings.config();
    this.settings = settings;
    this.projects = projects;
    this.work = work;
    this.owner = basis.ids().next();
    this.mirrors = new Mirrors(settings.git());
    this.credentials = credentials;
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

  /// What is there once it has started.
  List<Object> resources() {
    return resources;
  }

  Mirrors mirrors() {
    return mirrors;
  }

  /// What people see and change of repositories.
  private SourceFeature source() {
    return SourceFeature.create(
        projects.projects().service(),
        mirrors,
        credentials.remotes(),
        leases,
        settings.git(),
        basis.clock(),
        owner,
        PATIENCE);
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
    basis.parts().add(SourceFeature.startCleaning(projects.projects().service(), mirrors));
    projects.projects().service().registerConfigured(settings.projects());
    var sync = startSync();
    resources = Stream.concat(Stream.of(sync.resource()), source().resources().stream()).toList();
    var mergeLoop = startMerging();
    var runLoop = startRuns(isAlone);
    var dispatchLoop = startDispatch(dispatch);
    var pullRequestLoop = startPullRequests();
    new WakeUps(dispatchLoop, runLoop, mergeLoop, pullRequestLoop, sync.projects())
        .follow(basis.events().tail());
    return dispatchLoop;
  }

  private SyncFeature startSync() {
    return basis
        .parts()
        .add(
            SyncFeature.start(
                basis.database(),
                projects.projects().service(),
                work.beads().service(),
                mirrors,
                credentials,
                work.pullRequests().forges(),
                leases,
                settings.git(),
                basis.clock(),
                DoltBeads.create(
                    basis.database(),
                    work.beads().service(),
                    mirrors,
                    leases,
                    config.beads().bdPath(),
                    config.beads().bdTimeout(),
                    owner),
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
                    targets(),
                    mirrors,
                    gate,
                    settings.git(),
                    leases,
                    work.runs().service(),
                    owner));
  }

  private MergeTargets targets() {
    return new MergeTargetsOfProjects(projects.projects().service(), credentials.remotes());
  }

  private PullRequestLoop startPullRequests() {
    return basis
        .parts()
        .add(
            work.pullRequests()
                .start(
                    targets(),
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
            credentials.remotes(),
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
