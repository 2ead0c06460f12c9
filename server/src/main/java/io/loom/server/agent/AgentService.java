package io.loom.server.agent;

import static java.lang.System.Logger.Level.WARNING;

import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.server.agent.AgentChange.Busy;
import io.loom.server.agent.AgentChange.Changed;
import io.loom.server.agent.AgentChange.NoSuchAgent;
import io.loom.server.event.EventLog;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The rules for agents. Safe for many threads: it keeps no state of its own.
public final class AgentService {
  private static final System.Logger LOG = System.getLogger(AgentService.class.getName());
  private static final String SYSTEM = "system";

  private final Database database;
  private final AgentRepository agents;
  private final PersonaLibrary personas;
  private final EventLog events;
  private final InstantSource clock;
  private final Ids ids;

  AgentService(
      Database database,
      AgentRepository agents,
      PersonaLibrary personas,
      EventLog events,
      InstantSource clock,
      Ids ids) {
    this.database = database;
    this.agents = agents;
    this.personas = personas;
    this.events = events;
    this.clock = clock;
    this.ids = ids;
  }

  /// Makes an agent that is free at once.
  public SpawnResult spawn(String actor, NewAgent wanted) {
    return database.write(handle -> spawn(handle, actor, wanted));
  }

  public SpawnResult spawn(Handle transaction, String actor, NewAgent wanted) {
    var persona = personas.find(wanted.personaName());
    if (persona.isEmpty()) {
      return new SpawnResult.NoSuchPersona(wanted.personaName());
    }
    @Nullable String project = wanted.projectId();
    if (project != null && !agents.hasProject(transaction, project)) {
      return new SpawnResult.NoSuchProject(project);
    }
    @Nullable String given = wanted.role();
    var role = given == null ? "" : Role.normalise(given);
    return new SpawnResult.Spawned(
        insert(transaction, actor, wanted, role.isEmpty() ? persona.get().role() : role));
  }

  private Agent insert(Handle transaction, String actor, NewAgent wanted, String role) {
    var now = clock.instant();
    var uuid = ids.next();
    var agent =
        new Agent(
            "agent-%s-%s".formatted(uuid.substring(uuid.lastIndexOf('-') + 1), role),
            wanted.name().isBlank() ? Role.title(role) : wanted.name().strip(),
            role,
            wanted.personaName(),
            wanted.providerId(),
            wanted.projectId(),
            AgentStatus.IDLE,
            null,
            now,
            now);
    agents.insert(transaction, agent);
    events.append(transaction, actor, AgentSpawned.of(agent));
    return agent;
  }

  /// Gives a project one agent for each of these roles that it has none for.
  ///
  /// A role without a persona file gets its agent too: the file may come later, and the log says
  /// what is missing.
  ///
  /// @param allowedRoles in any spelling; empty means all roles there are
  /// @return all agents of the project
  public List<Agent> ensureRoster(
      Handle transaction, String actor, String projectId, List<String> allowedRoles) {
    var present =
        agents.listOf(transaction, projectId).stream().map(Agent::role).collect(Collectors.toSet());
    for (var role : wantedRoles(allowedRoles)) {
      if (!present.contains(role)) {
        var wanted = new NewAgent("", role, role, projectId, null);
        if (personas.find(wanted.personaName()).isEmpty()) {
          LOG.log(WARNING, "no persona file for {0}, which an agent plays", wanted.personaName());
        }
        insert(transaction, actor, wanted, role);
      }
    }
    return agents.listOf(transaction, projectId);
  }

  private static Iterable<String> wantedRoles(List<String> allowedRoles) {
    return allowedRoles.isEmpty()
        ? Role.ALL
        : allowedRoles.stream()
            .map(Role::normalise)
            .filter(role -> !role.isEmpty())
            .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  public Optional<Agent> find(String id) {
    return database.read(handle -> agents.find(handle, id));
  }

  public Optional<Agent> find(Handle queries, String id) {
    return agents.find(queries, id);
  }

  public List<Agent> list() {
    return database.read(agents::list);
  }

  public List<Agent> list(String projectId) {
    return database.read(handle -> agents.listOf(handle, projectId));
  }

  /// Those that may take a bead now, longest unused first.
  public List<Agent> idleAgents(Handle queries) {
    return agents.listIdle(queries);
  }

  /// The ids of all agents, whatever they do.
  public List<String> ids(Handle queries) {
    return agents.listIds(queries);
  }

  /// Gives an idle agent a bead. Of many that try exactly one gets true.
  public boolean startWork(Handle transaction, String agentId, String beadId) {
    var before = agents.find(transaction, agentId);
    if (before.isEmpty() || !agents.take(transaction, agentId, beadId, clock.instant())) {
      return false;
    }
    events.append(
        transaction, SYSTEM, AgentStatusChanged.of(before.get(), AgentStatus.WORKING, beadId));
    return true;
  }

  /// Makes an agent idle if it has this bead; else nothing happens, so it is safe to repeat.
  public void endWork(Handle transaction, String agentId, String beadId) {
    var before = agents.find(transaction, agentId);
    if (before.isPresent() && agents.release(transaction, agentId, beadId, clock.instant())) {
      events.append(
          transaction, SYSTEM, AgentStatusChanged.of(before.get(), AgentStatus.IDLE, null));
    }
  }

  /// Moves an agent from one status to another if it is in the first, keeping what it has.
  public boolean changeStatus(
      Handle transaction, String actor, String agentId, AgentStatus from, AgentStatus to) {
    var before = agents.find(transaction, agentId);
    if (before.isEmpty() || !agents.move(transaction, agentId, from, to, clock.instant())) {
      return false;
    }
    events.append(
        transaction, actor, AgentStatusChanged.of(before.get(), to, before.get().currentBead()));
    return true;
  }

  /// Changes what is asked for. Another persona brings its role along.
  public AgentChange update(String actor, String id, AgentUpdate update) {
    return database.write(handle -> update(handle, actor, id, update));
  }

  private AgentChange update(Handle transaction, String actor, String id, AgentUpdate update) {
    var found = agents.find(transaction, id);
    if (found.isEmpty()) {
      return new NoSuchAgent();
    }
    var before = found.get();
    var persona = update.newPersona(before);
    var role = before.role();
    if (!persona.equals(before.personaName())) {
      var played = personas.find(persona);
      if (played.isEmpty()) {
        return new AgentChange.NoSuchPersona(persona);
      }
      role = played.get().role();
    }
    var agent = update.applyTo(before, role);
    if (!agent.equals(before)) {
      agents.rename(transaction, agent);
      events.append(transaction, actor, AgentUpdated.of(agent));
    }
    return new Changed(agent);
  }

  /// Removes an agent that has no bead.
  public AgentChange remove(String actor, String id) {
    return database.write(handle -> {
      var found = agents.find(handle, id);
      if (found.isEmpty()) {
        return new NoSuchAgent();
      }
      var agent = found.get();
      if (!agents.deleteFree(handle, id)) {
        return new Busy(agent);
      }
      events.append(handle, actor, new AgentCompleted(id, "removed", agent.projectId()));
      return new Changed(agent);
    });
  }

  /// Removes all agents of a project that goes away, whatever they do.
  public void removeAll(Handle transaction, String actor, String projectId) {
    for (var agent : agents.listOf(transaction, projectId)) {
      agents.delete(transaction, agent.id());
      events.append(
          transaction, actor, new AgentCompleted(agent.id(), "project deleted", projectId));
    }
  }

  /// Moves a free agent to a project.
  public AgentChange assign(Handle transaction, String actor, String id, String projectId) {
    return agents.hasProject(transaction, projectId)
        ? move(transaction, actor, id, projectId)
        : new AgentChange.NoSuchProject(projectId);
  }

  /// Takes a free agent out of its project.
  public AgentChange unassign(Handle transaction, String actor, String id) {
    return move(transaction, actor, id, null);
  }

  private AgentChange move(
      Handle transaction, String actor, String id, @Nullable String projectId) {
    var before = agents.find(transaction, id);
    if (before.isEmpty()) {
      return new NoSuchAgent();
    }
    if (!agents.assign(transaction, id, projectId)) {
      return new Busy(before.get());
    }
    var after = agents.find(transaction, id).orElseThrow();
    events.append(transaction, actor, AgentUpdated.of(after));
    return new Changed(after);
  }
}
