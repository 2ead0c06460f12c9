package io.loom.bench.dispatch;

import io.loom.api.EventType;
import io.loom.base.ByteSize;
import io.loom.base.Ids;
import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.ground.http.Authenticator;
import io.loom.ground.http.WebConfig;
import io.loom.ground.http.WebServer;
import io.loom.server.agent.AgentFeature;
import io.loom.server.bead.BeadFeature;
import io.loom.server.bead.BeadService;
import io.loom.server.decision.DecisionFeature;
import io.loom.server.dispatch.DispatchConfig;
import io.loom.server.dispatch.DispatchFeature;
import io.loom.server.dispatch.DispatchLoop;
import io.loom.server.event.EventFeature;
import io.loom.server.event.EventTail;
import io.loom.server.merge.MergeFeature;
import io.loom.server.project.ProjectFeature;
import io.loom.server.provider.ProviderConfig;
import io.loom.server.provider.ProviderFeature;
import io.loom.server.run.RunConfig;
import io.loom.server.run.RunFeature;
import io.loom.server.run.RunLimits;
import io.loom.server.run.RunService;
import io.loom.server.vault.Vault;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The server's parts as [io.loom.server.LoomServer] puts them together, but for those that work on
/// runs, and those that watch repositories.
final class BenchWorld implements AutoCloseable {
  private static final Duration LONG = Duration.ofHours(1);

  /// What the server wakes dispatch for, as far as it happens here.
  private static final Set<EventType> WAKING =
      Set.of(
          EventType.BEAD_CREATED,
          EventType.BEAD_UPDATED,
          EventType.BEAD_STATUS_CHANGE,
          EventType.BEAD_COMPLETED,
          EventType.AGENT_STATUS_CHANGE,
          EventType.RUN_ENDED);

  private final Database database;
  private final EventFeature events;
  private final ProviderFeature providers;
  private final AgentFeature agents;
  private final ProjectFeature projects;
  private final BeadFeature beads;
  private final DecisionFeature decisions;
  private final RunFeature runs;
  private final DispatchFeature dispatch = new DispatchFeature();
  private final DispatchConfig dispatchConfig;
  private final InstantSource clock;
  private Optional<DispatchLoop> loop = Optional.empty();

  /// @param mostAtOnce runs that may be open
  BenchWorld(BenchPlace place, int mostAtOnce, InstantSource clock) {
    this.clock = clock;
    this.database = place.database();
    var ids = new Ids(clock);
    this.events = EventFeature.create(database, clock, ids, 10_000, LONG);
    var vault = Vault.open(place.folder().resolve("keys.json"), new Secret("bench"), clock);
    this.providers =
        ProviderFeature.create(ProviderConfig.DEFAULTS, database, events.log(), vault, clock);
    this.agents = AgentFeature.create(place.folder(), database, events.log(), clock, ids);
    this.projects =
        ProjectFeature.create(
            database,
            agents.service(),
            new NoProjectWork(),
            events.log(),
            clock,
            ids,
            List.of("engineering-manager"));
    this.beads = BeadFeature.create(database, events.log(), clock, ids, dispatch.reasons());
    this.decisions =
        DecisionFeature.create(
            database, projects.service(), beads.service(), events.log(), clock, ids);
    var merges = MergeFeature.create(database, events.log(), clock);
    this.runs =
        RunFeature.create(
            database,
            beads.service(),
            agents.service(),
            merges.service(),
            events.log(),
            clock,
            new RunConfig(new RunLimits(100, LONG, 0, 5), LONG, LONG, LONG, mostAtOnce));
    this.dispatchConfig = new DispatchConfig(mostAtOnce, 20, Duration.ofSeconds(5), true);
  }

  Database database() {
    return database;
  }

  InstantSource clock() {
    return clock;
  }

  EventTail tail() {
    return events.tail();
  }

  ProjectFeature projects() {
    return projects;
  }

  BeadService beads() {
    return beads.service();
  }

  RunService runs() {
    return runs.service();
  }

  /// Lets beads go to agents from now on.
  void startDispatch() {
    var started =
        dispatch.start(
            database,
            beads.service(),
            agents.service(),
            projects.service(),
            providers.service(),
            decisions.service(),
            runs.service(),
            clock,
            dispatchConfig);
    loop = Optional.of(started);
    events
        .tail()
        .onEvent(event -> {
          if (EventType.find(event.type()).filter(WAKING::contains).isPresent()) {
            started.wake();
          }
        });
  }

  /// Opens the API of beads on a free port.
  WebServer serve() throws IOException {
    return WebServer.start(
        new WebConfig(
            "127.0.0.1", 0, List.of(), true, Duration.ofMinutes(1), ByteSize.ofMebibytes(1)),
        Authenticator.OFF,
        List.of(beads.resource()),
        Map.of());
  }

  @Override
  public void close() {
    loop.ifPresent(DispatchLoop::close);
    providers.close();
    events.close();
  }
}
