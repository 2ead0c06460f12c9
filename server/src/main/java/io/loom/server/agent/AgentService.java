package io.loom.server.agent;

import static java.lang.System.Logger.Level.WARNING;

import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.ground.http.Caller;
import io.loom.server.agent.AgentChange.Busy;
import io.loom.server.agent.AgentChange.Changed;
import io.loom.server.agent.AgentChange.NoSuchAgent;
import io.loom.server.event.EventLog;
import io.loom.server.reach.Actor;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The rules for agents. Safe for many threads: it keeps no state of its own.
///
/// To an [Actor] or a [Caller] agents and projects beyond his reach are not there.
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
  public SpawnResult spawn(Actor actor, NewAgent wanted) {
    return database.write(handle -> spawn(handle, actor, wanted));
  }

  public SpawnResult spawn(Handle transaction, Actor actor, NewAgent wanted) {
    var persona = personas.find(wanted.personaName()).filter(it -> it.isWithin(actor));
    if (persona.isEmpty()) {
      return new SpawnResult.NoSuchPersona(wanted.personaName());
    }
    @Nullable String project = wanted.projectId();
    if (project != null && !isThere(transaction, actor, project)) {
      return new SpawnResult.NoSuchProject(project);
    }
    @Nullable String given = wanted.role();
    var role = given == null ? "" : Role.normalise(given);
    return new SpawnResult.Spawned(
        insert(transaction, actor, wanted, role.isEmpty() ? persona.get().role() : role));
  }

  /// Makes an agent that plays a copy of a persona, which belongs to its project from then on. Done
  /// again after it was interrupted, it finds the copy and goes on.
  ///
  /// @param id of the agent that is copied
  public CloneResult clone(Caller caller, String id, AgentCopy wanted) {
    var actor = Actor.of(caller);
    var found = database.read(handle -> find(handle, actor, id));
    if (found.isEmpty()) {
      return new CloneResult.NoSuchAgent();
    }
    var source = found.get();
    var project = source.projectId();
    if (project == null) {
      return new CloneResult.NoProject();
    }
    if (wanted.replaces() && mayNotRemove(caller, source)) {
      return new CloneResult.NotMaker();
    }
    if (wanted.replaces() && source.currentBead() != null) {
      return new CloneResult.Busy(source);
    }
    var from = wanted.sourcePersona();
    var original =
        personas
            .find(from.isEmpty() ? source.personaName() : from)
            .filter(it -> it.isWithin(actor));
    if (original.isEmpty()) {
      return new CloneResult.NoSuchPersona(from.isEmpty() ? source.personaName() : from);
    }
    var copied = personas.copy(original.get(), project, source.role(), wanted.persona());
    return switch (copied) {
      case PersonaCopy.Done(var persona) ->
          database.write(handle -> clone(handle, actor, source, wanted, persona));
      case PersonaCopy.Taken(var name) -> new CloneResult.PersonaTaken(name);
      case PersonaCopy.Unusable(var problem) -> new CloneResult.BadPersona(problem.toString());
    };
  }

  private static boolean mayNotRemove(Caller caller, Agent agent) {
    return !caller.may("agents:delete") && !caller.id().equals(agent.createdBy());
  }

  private CloneResult clone(
      Handle transaction, Actor actor, Agent source, AgentCopy wanted, String persona) {
    if (wanted.replaces()) {
      if (!agents.deleteFree(transaction, source.id())) {
        return agents
            .find(transaction, source.id())
            .<CloneResult>map(CloneResult.Busy::new)
            .orElseGet(CloneResult.NoSuchAgent::new);
      }
      events.append(
          transaction,
          actor.name(),
          new AgentCompleted(source.id(), "replaced", source.projectId()));
    }
    var agent =
        new NewAgent(
            wanted.name(), persona, source.role(), source.projectId(), source.providerId());
    return new CloneResult.Cloned(insert(transaction, actor, agent, source.role()));
  }

  private Agent insert(Handle transaction, Actor actor, NewAgent wanted, String role) {
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
            now,
            actor.userId());
    agents.insert(transaction, agent);
    events.append(transaction, actor.name(), AgentSpawned.of(agent));
    return agent;
  }

  private boolean isThere(Handle queries, Actor actor, String projectId) {
    return actor.reaches(projectId) && agents.hasProject(queries, projectId);
  }

  /// Gives a project one agent for each of these roles that it has none for.
  ///
  /// A role without a persona file gets its agent too: the file may come later, and the log says
  /// what is missing.
  ///
  /// @param allowedRoles in any spelling; empty means all roles there are
  /// @return all agents of the project
  public List<Agent> ensureRoster(
      Handle transaction, Actor actor, String projectId, List<String> allowedRoles) {
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

  public Optional<Agent> find(Actor actor, String id) {
    return database.read(handle -> find(handle, actor, id)).map(agent -> agent.shownTo(actor));
  }

  private Optional<Agent> find(Handle queries, Actor actor, String id) {
    return agents.find(queries, id).filter(agent -> agent.isWithin(actor));
  }

  public Optional<Agent> find(Handle queries, String id) {
    return agents.find(queries, id);
  }

  public List<Agent> list(Actor actor) {
    return database.read(handle -> agents.list(handle, actor)).stream()
        .map(agent -> agent.shownTo(actor))
        .toList();
  }

  public List<Agent> list(Actor actor, String projectId) {
    return actor.reaches(projectId)
        ? database.read(handle -> agents.listOf(handle, projectId))
        : List.of();
  }

  /// Those that may take a bead now, longest unused first.
  public List<Agent> idleAgents(Handle queries) {
    return agents.listIdle(queries);
  }

  /// The projects of all agents by their ids, whatever they do; an empty one for an agent of none.
  public Map<String, String> places(Handle queries) {
    return agents.listPlaces(queries);
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
  public AgentChange update(Actor actor, String id, AgentUpdate update) {
    return database.write(handle -> update(handle, actor, id, update));
  }

  private AgentChange update(Handle transaction, Actor actor, String id, AgentUpdate update) {
    var found = find(transaction, actor, id);
    if (found.isEmpty()) {
      return new NoSuchAgent();
    }
    var before = found.get();
    var persona = update.newPersona(before);
    var role = before.role();
    if (!persona.equals(before.personaName())) {
      var played = personas.find(persona).filter(it -> it.isWithin(actor));
      if (played.isEmpty()) {
        return new AgentChange.NoSuchPersona(persona);
      }
      role = played.get().role();
    }
    var agent = update.applyTo(before, role);
    if (!agent.equals(before)) {
      agents.rename(transaction, agent);
      events.append(transaction, actor.name(), AgentUpdated.of(agent));
    }
    return new Changed(agent.shownTo(actor));
  }

  /// Removes an agent that has no bead. Whoever made it may, and who may remove any.
  public AgentChange remove(Caller caller, String id) {
    var actor = Actor.of(caller);
    return database.write(handle -> {
      var found = find(handle, actor, id);
      if (found.isEmpty()) {
        return new NoSuchAgent();
      }
      var agent = found.get();
      if (!caller.may("agents:delete") && !caller.id().equals(agent.createdBy())) {
        return new AgentChange.NotMaker();
      }
      if (!agents.deleteFree(handle, id)) {
        return new Busy(agent.shownTo(actor));
      }
      events.append(handle, actor.name(), new AgentCompleted(id, "removed", agent.projectId()));
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

  public AgentChange assign(Actor actor, String id, String projectId) {
    return database.write(handle -> assign(handle, actor, id, projectId));
  }

  /// Moves a free agent to a project.
  public AgentChange assign(Handle transaction, Actor actor, String id, String projectId) {
    if (!isThere(transaction, actor, projectId)) {
      return new AgentChange.NoSuchProject(projectId);
    }
    var before = find(transaction, actor, id);
    if (before.isEmpty()) {
      return new NoSuchAgent();
    }
    return agents.assign(transaction, id, projectId)
        ? moved(transaction, actor, id)
        : new Busy(before.get().shownTo(actor));
  }

  public AgentChange unassign(Actor actor, String id, String projectId) {
    return database.write(handle -> unassign(handle, actor, id, projectId));
  }

  /// Takes a free agent out of its project.
  public AgentChange unassign(Handle transaction, Actor actor, String id, String projectId) {
    var before = find(transaction, actor, id);
    if (before.isEmpty()) {
      return new NoSuchAgent();
    }
    if (!projectId.equals(before.get().projectId())) {
      return new AgentChange.NotInProject();
    }
    return agents.unassign(transaction, id, projectId)
        ? moved(transaction, actor, id)
        : new Busy(before.get());
  }

  private AgentChange moved(Handle transaction, Actor actor, String id) {
    var after = agents.find(transaction, id).orElseThrow();
    events.append(transaction, actor.name(), AgentUpdated.of(after));
    return new Changed(after);
  }
}
