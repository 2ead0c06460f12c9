package io.loom.server.dispatch;

import static io.loom.server.dispatch.AgentChoice.ANY_PROJECT;
import static java.lang.System.Logger.Level.DEBUG;
import static java.util.stream.Collectors.counting;

import io.loom.base.ReconcileLoop;
import io.loom.ground.database.Database;
import io.loom.server.agent.Agent;
import io.loom.server.agent.AgentService;
import io.loom.server.bead.Bead;
import io.loom.server.bead.BeadService;
import io.loom.server.bead.HoldReasons;
import io.loom.server.decision.DecisionService;
import io.loom.server.decision.NewDecision;
import io.loom.server.project.Project;
import io.loom.server.project.ProjectService;
import io.loom.server.project.ReadinessIssue;
import io.loom.server.provider.ProviderChoice;
import io.loom.server.provider.ProviderService;
import io.loom.server.reach.Actor;
import io.loom.server.run.RunService;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Gives ready beads to idle agents, soon after any commit that may have made one of them so.
///
/// A pass reads the world, plans, and carries the plan out in one transaction in which each
/// assignment is decided by conditional updates: whoever was faster keeps what he has. Safe for
/// many threads.
public final class DispatchLoop implements AutoCloseable, HoldReasons {
  private static final System.Logger LOG = System.getLogger(DispatchLoop.class.getName());

  /// Beads looked at per project and pass, beyond those that can be assigned.
  private static final int LOOK_AHEAD = 20;

  /// Beads of a project that are given out in one transaction; a pass may need several.
  private static final int MOST_AT_ONCE = 200;

  private final Database database;
  private final BeadService beads;
  private final AgentService agents;
  private final ProjectService projects;
  private final ProviderService providers;
  private final DecisionService decisions;
  private final RunService runs;
  private final InstantSource clock;
  private final DispatchConfig config;
  private final DispatchPlanner planner;
  private final HopAnswers hopAnswers;
  private volatile @Nullable Outlook last;
  private volatile DispatchState state = new DispatchState("parked", "not started");
  private @Nullable ReconcileLoop loop;

  public DispatchLoop(
      Database database,
      BeadService beads,
      AgentService agents,
      ProjectService projects,
      ProviderService providers,
      DecisionService decisions,
      RunService runs,
      InstantSource clock,
      DispatchConfig config) {
    this.database = database;
    this.beads = beads;
    this.agents = agents;
    this.projects = projects;
    this.providers = providers;
    this.decisions = decisions;
    this.runs = runs;
    this.clock = clock;
    this.config = config;
    this.planner = new DispatchPlanner(config.maxHops());
    this.hopAnswers = new HopAnswers(beads, decisions);
  }

  /// Begins to dispatch.
  public void start() {
    loop = ReconcileLoop.start("dispatch", config.interval(), this::pass);
  }

  public void wake() {
    var running = loop;
    if (running != null) {
      running.wake();
    }
  }

  /// What dispatch does, in the words of `/system/status`.
  public DispatchState state() {
    return state;
  }

  /// One pass; for those who measure it. The loop calls it as well.
  public int pass() {
    if (!database.read(hopAnswers::answered).isEmpty()) {
      database.change(hopAnswers::carryOut);
    }
    int opened = 0;
    boolean more = true;
    while (more) {
      var snapshot = snapshot();
      last = Outlook.of(snapshot);
      var plan = planner.plan(snapshot);
      plan.escalations().forEach(this::escalate);
      int taken = plan.assignments().isEmpty() ? 0 : carryOut(plan);
      opened += taken;
      more = taken > 0 && taken == plan.assignments().size() && snapshot.isCutShort(taken);
      state = DispatchState.of(snapshot, plan);
    }
    return opened;
  }

  private int carryOut(DispatchPlan plan) {
    return database.write(handle -> {
      int opened = 0;
      for (var assignment : plan.assignments()) {
        var provider = assignment.provider();
        var run =
            runs.open(
                handle,
                assignment.bead(),
                assignment.agent(),
                provider.providerId(),
                provider.model());
        if (run.isPresent()) {
          opened++;
        } else {
          LOG.log(DEBUG, "bead {0} went to somebody else", assignment.bead().id());
        }
      }
      return opened;
    });
  }

  private DispatchSnapshot snapshot() {
    // Providers are read apart: a read within a read could wait for itself.
    return database.read(this::snapshot).withProviders(this::providers);
  }

  private DispatchSnapshot snapshot(Handle queries) {
    var working = runs.countWorking(queries);
    int total = working.values().stream().mapToInt(Integer::intValue).sum();
    int capacity = Math.max(0, config.maxConcurrent() - total);
    var idle = agents.idleAgents(queries);
    var free = idle.stream().collect(Collectors.groupingBy(AgentChoice::place, counting()));
    var facts = new HashMap<String, DispatchSnapshot.ProjectFacts>();
    var ready = new HashMap<String, List<Bead>>();
    boolean cut = false;
    for (var project : projects.list(queries)) {
      facts.put(project.id(), facts(project));
      long takers = free.getOrDefault(project.id(), 0L) + free.getOrDefault(ANY_PROJECT, 0L);
      int limit = limit(Math.min(takers, capacity));
      var found = beads.dispatchable(queries, project.id(), clock.instant(), limit);
      cut |= takers > 0 && found.size() == limit;
      if (!found.isEmpty()) {
        ready.put(project.id(), found);
      }
    }
    return new DispatchSnapshot(
        ready, idle, agents.places(queries), facts, working, Map.of(), capacity, cut);
  }

  /// How many beads of a project are looked at: what its agents can take, and some more, since a
  /// bead may be meant for an agent that is busy. One is enough to say that beads wait.
  private static int limit(long takers) {
    return takers == 0 ? 1 : (int) Math.min(takers, MOST_AT_ONCE) + LOOK_AHEAD;
  }

  private Map<String, Optional<ProviderChoice>> providers(List<Agent> idle) {
    var byPreference = new HashMap<String, Optional<ProviderChoice>>();
    return idle.stream()
        .collect(
            Collectors.toMap(
                Agent::id,
                agent ->
                    byPreference.computeIfAbsent(
                        agent.providerId() == null ? "" : agent.providerId(),
                        _ -> providers.choose(agent.providerId()))));
  }

  private DispatchSnapshot.ProjectFacts facts(Project project) {
    return new DispatchSnapshot.ProjectFacts(project.id(), obstacle(project));
  }

  private Optional<String> obstacle(Project project) {
    if (!project.isOpen()) {
      return Optional.of("Its project is closed.");
    }
    if (project.readiness().ready() || !config.blockUnready()) {
      return Optional.empty();
    }
    return Optional.of(
        "Its project is not ready: "
            + project.readiness().issues().stream()
                .filter(ReadinessIssue::blocking)
                .map(ReadinessIssue::message)
                .collect(Collectors.joining(" ")));
  }

  /// A bead that was dispatched too often becomes P0 and waits for one decision.
  private void escalate(Bead bead) {
    var question =
        "Bead %s (%s) was dispatched %d times without a result. What shall become of it?"
            .formatted(bead.id(), bead.title(), bead.dispatches());
    database.change(handle -> {
      var _ =
          decisions.ask(
              handle,
              Actor.SYSTEM,
              new NewDecision(
                  HopQuestion.id(bead),
                  bead.projectId(),
                  bead.id(),
                  null,
                  "max_hops",
                  question,
                  HopQuestion.OPTIONS,
                  HopQuestion.CLOSE,
                  "system",
                  0));
      beads.escalate(handle, Actor.SYSTEM, bead.id(), HopQuestion.HOLD);
    });
  }

  @Override
  public Optional<String> reason(Bead bead) {
    var outlook = last;
    return outlook == null
        ? Optional.of("The server is starting.")
        : planner.obstacle(outlook, bead);
  }

  @Override
  public void close() {
    var running = loop;
    if (running != null) {
      running.close();
    }
  }
}
