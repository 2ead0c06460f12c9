package io.loom.server.decision;

import io.loom.ground.database.Database;
import io.loom.ground.http.Caller;
import io.loom.server.bead.BeadService;
import io.loom.server.decision.DecideResult.AlreadyDecided;
import io.loom.server.decision.DecideResult.Decided;
import io.loom.server.decision.DecideResult.NoSuchDecision;
import io.loom.server.decision.DecideResult.NotAnOption;
import io.loom.server.event.EventLog;
import io.loom.server.project.ProjectService;
import io.loom.server.reach.Actor;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jdbi.v3.core.Handle;

/// The rules for questions and their answers. Safe for many threads: it keeps no state of its own.
///
/// To an [Actor] questions of projects beyond his reach are not there.
public final class DecisionService {
  /// How the ids of questions begin that the server asks of its own accord, which follow from what
  /// they are about. People cannot choose such an id.
  public static final String OWN_PREFIX = "hops-";

  /// Likewise, of those whether a project shall be closed.
  public static final String OWN_CLOSE_PREFIX = "close-";

  /// Somebody who acts on answers, in the transaction in which they are given.
  public interface Follower {
    void decided(Handle transaction, Actor actor, Decision decision);
  }

  private final Database database;
  private final DecisionRepository decisions;
  private final ProjectService projects;
  private final BeadService beads;
  private final EventLog events;
  private final InstantSource clock;
  private final List<Follower> followers = new CopyOnWriteArrayList<>();

  DecisionService(
      Database database,
      DecisionRepository decisions,
      ProjectService projects,
      BeadService beads,
      EventLog events,
      InstantSource clock) {
    this.database = database;
    this.decisions = decisions;
    this.projects = projects;
    this.beads = beads;
    this.events = events;
    this.clock = clock;
  }

  public void follow(Follower follower) {
    followers.add(follower);
  }

  /// Asks a question. One with this id that was asked before is answered with as it is now.
  public Decision ask(Handle transaction, Actor actor, NewDecision wanted) {
    if (decisions.insert(transaction, wanted, clock.instant())) {
      events.append(
          transaction,
          actor.name(),
          new DecisionCreated(
              wanted.id(),
              wanted.projectId(),
              wanted.beadId(),
              wanted.runId(),
              wanted.kind(),
              wanted.question(),
              wanted.requesterId(),
              wanted.priority()));
    }
    return decisions.find(transaction, wanted.id()).orElseThrow();
  }

  /// Asks a question of a person.
  public AskResult ask(Caller caller, NewDecision wanted) {
    return database.write(handle -> ask(handle, caller, wanted));
  }

  private AskResult ask(Handle transaction, Caller caller, NewDecision wanted) {
    var actor = Actor.of(caller);
    if (!actor.reaches(wanted.projectId())
        || projects.find(transaction, wanted.projectId()).isEmpty()) {
      return new AskResult.NoSuchProject(wanted.projectId());
    }
    var bead = wanted.beadId();
    if (bead != null
        && beads.find(transaction, bead).filter(it -> actor.reaches(it.projectId())).isEmpty()) {
      return new AskResult.NoSuchBead(bead);
    }
    if (wanted.id().startsWith(OWN_PREFIX) || wanted.id().startsWith(OWN_CLOSE_PREFIX)) {
      return new AskResult.IdTaken(wanted.id());
    }
    var asked = ask(transaction, actor, wanted);
    return isSame(asked, wanted) ? new AskResult.Asked(asked) : new AskResult.IdTaken(wanted.id());
  }

  /// An id is free for all to choose, so that it may be that of another question, perhaps of one
  /// that he who asks may not know of.
  private static boolean isSame(Decision asked, NewDecision wanted) {
    return asked.projectId().equals(wanted.projectId())
        && asked.requesterId().equals(wanted.requesterId())
        && asked.question().equals(wanted.question());
  }

  /// Answers a question. The first answer counts; giving the same one again is fine.
  ///
  /// @param actor who acts, as events name him
  /// @param deciderId whose decision it is: `user-…` or an agent's id
  public DecideResult decide(
      Handle transaction,
      Actor actor,
      String deciderId,
      String id,
      String decision,
      String rationale) {
    var found = decisions.find(transaction, id).filter(it -> actor.reaches(it.projectId()));
    if (found.isEmpty()) {
      return new NoSuchDecision();
    }
    if (!found.get().takes(decision)) {
      return new NotAnOption(found.get().options());
    }
    var answer = new Answer(deciderId, decision, rationale, clock.instant());
    if (decisions.answer(transaction, id, answer)) {
      events.append(transaction, actor.name(), resolved(found.get(), answer));
      var decided = decisions.find(transaction, id).orElseThrow();
      followers.forEach(follower -> follower.decided(transaction, actor, decided));
    }
    // Somebody else may have been faster since the first look, so the row itself is asked.
    var now = decisions.find(transaction, id).orElseThrow();
    var given = now.answer();
    return given != null && !given.decision().equals(decision)
        ? new AlreadyDecided(given)
        : new Decided(now);
  }

  public DecideResult decide(
      Actor actor, String deciderId, String id, String decision, String rationale) {
    return database.write(handle -> decide(handle, actor, deciderId, id, decision, rationale));
  }

  private static DecisionResolved resolved(Decision decision, Answer answer) {
    return new DecisionResolved(
        decision.id(),
        decision.projectId(),
        decision.beadId(),
        decision.runId(),
        decision.kind(),
        answer.decision(),
        answer.deciderId());
  }

  /// Closes the open questions of a project with an empty answer: nobody needs them any more.
  public void withdrawAll(Handle transaction, String actor, String projectId, String reason) {
    for (var decision : decisions.listOpenOfProject(transaction, projectId)) {
      var answer = new Answer("system", "", reason, clock.instant());
      if (decisions.answer(transaction, decision.id(), answer)) {
        events.append(transaction, actor, resolved(decision, answer));
      }
    }
  }

  public Optional<Decision> find(Actor actor, String id) {
    return database
        .read(handle -> decisions.find(handle, id))
        .filter(decision -> actor.reaches(decision.projectId()));
  }

  public Optional<Decision> find(Handle queries, String id) {
    return decisions.find(queries, id);
  }

  /// The most urgent first, then the oldest.
  ///
  /// @param status `open` or `closed`; empty means both
  /// @param priority negative means any
  public List<Decision> list(Actor actor, String status, int priority) {
    return database.read(handle -> decisions.list(handle, actor.reach(), status, priority));
  }

  /// A question of a kind about a project that waits for its answer.
  public Optional<Decision> findOpen(Handle queries, String projectId, String kind) {
    return decisions.listOpenOfProject(queries, projectId).stream()
        .filter(decision -> decision.kind().equals(kind))
        .findFirst();
  }

  /// What still waits for an answer about a bead.
  public List<Decision> openFor(Handle queries, String beadId) {
    return decisions.listOpenOf(queries, beadId);
  }
}
