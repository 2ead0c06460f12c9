package io.loom.server.bead;

import io.loom.api.BeadPatch;
import io.loom.api.NewBead;
import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.ground.http.Reach;
import io.loom.server.bead.BeadEdits.Edit;
import io.loom.server.bead.file.BeadDocument;
import io.loom.server.bead.file.BeadEdge;
import io.loom.server.bead.file.BeadFile;
import io.loom.server.bead.file.PendingFile;
import io.loom.server.event.EventLog;
import io.loom.server.reach.Actor;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;

/// The rules for beads. Safe for use by many threads: it keeps no state of its own.
///
/// To an [Actor] beads beyond his reach are not there: what is asked about one is answered as for
/// an id that no bead has, and no bead is tied to one. A method that takes a [Handle] is part of
/// its caller's transaction; the others open one.
public final class BeadService {
  /// Whether closing asks first if the bead can be closed.
  public enum Guard {
    /// Refuses pinned beads, those with open blockers, and epics with open children.
    CHECKED,
    FORCED
  }

  private static final Optional<String> NO_PREFIX = Optional.empty();

  private final Database database;
  private final BeadRepository beads;
  private final BeadLists lists = new BeadLists();
  private final BeadChanges changes;
  private final BeadLeases leases;
  private final BeadSync sync;
  private final EventLog events;
  private final Ids ids;

  BeadService(Database database, EventLog events, InstantSource clock, Ids ids) {
    this.database = database;
    this.events = events;
    this.ids = ids;
    this.beads = new BeadRepository(database.dialect());
    this.changes = new BeadChanges(beads, new BeadBlocking(clock), events, clock);
    this.leases = new BeadLeases(beads, changes, events);
    this.sync = new BeadSync(beads, changes, events);
  }

  /// Beads in and out by hand.
  BeadTransfer transfer() {
    return new BeadTransfer(database, beads, changes, events);
  }

  public Optional<Bead> find(Handle queries, String id) {
    return beads.find(queries, id);
  }

  public Optional<Bead> find(Actor actor, String id) {
    return database.read(queries -> find(queries, id).filter(bead -> reaches(actor, bead)));
  }

  private static boolean reaches(Actor actor, Bead bead) {
    return actor.reaches(bead.projectId());
  }

  public BeadResult create(Actor actor, NewBead bead) {
    return database.write(transaction -> create(transaction, actor, bead));
  }

  /// Makes a bead with an id of its own; below its parent, if it has one.
  public BeadResult create(Handle transaction, Actor actor, NewBead bead) {
    var invalid = BeadEdits.check(bead);
    if (invalid.isPresent()) {
      return invalid.get();
    }
    changes.lockGraph(transaction);
    var project = BeadEdits.orEmpty(bead.projectId());
    var prefix = actor.reaches(project) ? beads.prefix(transaction, project) : NO_PREFIX;
    if (prefix.isEmpty()) {
      return new BeadResult.Invalid("project_id", "There is no project '%s'.".formatted(project));
    }
    Map<String, String> context = BeadMilestones.context(bead.context(), bead.milestoneId());
    var noMilestone = BeadMilestones.problem(beads, transaction, project, context);
    if (noMilestone.isPresent()) {
      return noMilestone.get();
    }
    var parent = BeadEdits.orEmpty(bead.parent());
    if (!parent.isEmpty()
        && beads.find(transaction, parent).filter(it -> reaches(actor, it)).isEmpty()) {
      return new BeadResult.Invalid("parent", "There is no bead %s.".formatted(parent));
    }
    var edit = edit(actor);
    var seed = "%s|%s|%s|%s".formatted(bead.title(), bead.description(), actor.name(), ids.next());
    var wanted = BeadEdits.orEmpty(bead.id());
    if (!wanted.isEmpty() && beads.find(transaction, wanted).isPresent()) {
      return new BeadResult.Invalid("id", "The id %s is taken.".formatted(wanted));
    }
    var id = wanted.isEmpty() ? freshId(transaction, project, prefix.get(), parent, seed) : wanted;
    var document = BeadEdits.create(id, bead, edit);
    var refusal = changes.refusal(transaction, actor, BeadDocument.create(id), document);
    if (refusal.isPresent()) {
      return new BeadResult.Invalid("blocked_by", refusal.get());
    }
    var made = changes.insert(transaction, actor.name(), project, document).orElseThrow();
    if (context == null) {
      return new BeadResult.Done(made);
    }
    beads.storeContext(transaction, id, BeadEdits.merged(Map.of(), context));
    return done(transaction, id);
  }

  private String freshId(
      Handle queries, String project, String prefix, String parent, String seed) {
    return parent.isEmpty() || BeadIds.depth(parent) >= BeadIds.DEEPEST
        ? BeadIds.fresh(beads, queries, project, prefix + "-", seed)
        : BeadIds.child(beads, queries, parent);
  }

  public BeadResult update(Actor actor, String id, BeadPatch patch) {
    return database.write(transaction -> update(transaction, actor, id, patch));
  }

  /// Changes what a patch says, or nothing at all.
  public BeadResult update(Handle transaction, Actor actor, String id, BeadPatch patch) {
    transaction.savepoint("patch");
    var result = change(transaction, actor, id, bead -> apply(transaction, actor, bead, patch));
    if (result instanceof BeadResult.Done) {
      transaction.releaseSavepoint("patch");
    } else {
      transaction.rollbackToSavepoint("patch");
    }
    return result;
  }

  private BeadResult apply(Handle transaction, Actor actor, Bead bead, BeadPatch patch) {
    var invalid = BeadEdits.check(patch, bead);
    if (invalid.isPresent()) {
      return invalid.get();
    }
    Map<String, String> context = BeadMilestones.context(patch.context(), patch.milestoneId());
    var noMilestone = BeadMilestones.problem(beads, transaction, bead.projectId(), context);
    if (noMilestone.isPresent()) {
      return noMilestone.get();
    }
    var edit = edit(actor);
    var refused =
        store(
            transaction,
            actor,
            bead,
            before -> BeadEdits.withEdges(BeadEdits.apply(before, patch, edit.now()), patch, edit),
            "blocked_by");
    if (refused.isPresent()) {
      return refused.get();
    }
    if (context != null) {
      beads.storeContext(transaction, bead.id(), BeadEdits.merged(bead.context(), context));
    }
    return storeBackEdges(transaction, actor, bead.id(), patch)
        .orElseGet(() -> done(transaction, bead.id()));
  }

  /// `blocks` and `children` are edges of other beads to this one.
  private Optional<BeadResult> storeBackEdges(
      Handle transaction, Actor actor, String id, BeadPatch patch) {
    for (var dependent : BeadEdits.orNone(patch.blocks())) {
      var result = addDependency(transaction, actor, dependent, id, BeadEdge.BLOCKS);
      if (!(result instanceof BeadResult.Done)) {
        return Optional.of(result);
      }
    }
    for (var child : BeadEdits.orNone(patch.children())) {
      var result = addDependency(transaction, actor, child, id, BeadEdge.PARENT);
      if (!(result instanceof BeadResult.Done)) {
        return Optional.of(result);
      }
    }
    return Optional.empty();
  }

  /// Makes beads of a milestone that is no more be for none.
  public void leaveMilestone(Handle transaction, String projectId, String milestoneId) {
    for (var id : beads.listWithContext(transaction, projectId, BeadMilestones.KEY, milestoneId)) {
      var bead = beads.find(transaction, id).orElseThrow();
      beads.storeContext(
          transaction, id, BeadEdits.merged(bead.context(), Map.of(BeadMilestones.KEY, "")));
    }
  }

  public BeadResult addDependency(Actor actor, String id, String dependsOn, String type) {
    return database.write(transaction -> addDependency(transaction, actor, id, dependsOn, type));
  }

  /// Makes a bead depend on another.
  ///
  /// @param type such as `blocks`
  public BeadResult addDependency(
      Handle transaction, Actor actor, String id, String dependsOn, String type) {
    return addDependency(transaction, actor, id, new BeadEdge(dependsOn, type, ""));
  }

  BeadResult addDependency(Actor actor, String id, BeadEdge wanted) {
    return database.write(transaction -> addDependency(transaction, actor, id, wanted));
  }

  private BeadResult addDependency(Handle transaction, Actor actor, String id, BeadEdge wanted) {
    return change(
        transaction,
        actor,
        id,
        bead -> {
          var edit = edit(actor);
          return store(
                  transaction,
                  actor,
                  bead,
                  before -> BeadEdits.withEdge(before, wanted, edit),
                  "depends_on")
              .orElseGet(() -> done(transaction, id));
        });
  }

  public BeadResult removeDependency(Actor actor, String id, String dependsOn, String type) {
    return database.write(transaction -> removeDependency(transaction, actor, id, dependsOn, type));
  }

  /// @param type empty for all edges to that bead
  public BeadResult removeDependency(
      Handle transaction, Actor actor, String id, String dependsOn, String type) {
    return change(
        transaction,
        actor,
        id,
        bead -> {
          return store(
                  transaction,
                  actor,
                  bead,
                  before -> BeadEdits.withoutEdge(before, dependsOn, type),
                  "depends_on")
              .orElseGet(() -> done(transaction, id));
        });
  }

  public BeadResult close(Actor actor, String id, String reason, Guard guard) {
    return database.write(transaction -> close(transaction, actor, id, reason, guard));
  }

  public BeadResult close(Handle transaction, Actor actor, String id, String reason) {
    return close(transaction, actor, id, reason, Guard.CHECKED);
  }

  public BeadResult close(Handle transaction, Actor actor, String id, String reason, Guard guard) {
    return change(
        transaction,
        actor,
        id,
        bead -> {
          if (bead.isClosed()) {
            return new BeadResult.Done(bead);
          }
          var refusal = changes.closeRefusal(transaction, bead, guard);
          if (refusal.isPresent()) {
            return new BeadResult.Refused(refusal.get());
          }
          var document =
              bead.document().withStatus("closed", changes.now()).withText("close_reason", reason);
          return new BeadResult.Done(
              changes.store(transaction, actor.name(), bead, document, reason));
        });
  }

  public BeadResult reopen(Actor actor, String id, String reason) {
    return database.write(transaction -> reopen(transaction, actor, id, reason));
  }

  /// Opens a bead again, for everybody and at once.
  ///
  /// @param reason becomes a comment, unless it is empty
  public BeadResult reopen(Handle transaction, Actor actor, String id, String reason) {
    return change(transaction, actor, id, bead -> opened(transaction, actor, bead, reason));
  }

  public BeadResult redispatch(Actor actor, String id, String reason) {
    return database.write(transaction -> redispatch(transaction, actor, id, reason));
  }

  /// Like [#reopen], but not while a run holds the bead.
  public BeadResult redispatch(Handle transaction, Actor actor, String id, String reason) {
    return change(
        transaction,
        actor,
        id,
        bead -> {
          if (bead.isHeld(changes.now())) {
            return new BeadResult.Refused(
                "Run %s works on bead %s.".formatted(bead.holder(), bead.id()));
          }
          return opened(transaction, actor, bead, reason);
        });
  }

  private BeadResult opened(Handle transaction, Actor actor, Bead bead, String reason) {
    beads.liftHold(transaction, bead.id());
    var edit = edit(actor);
    var document = bead.document();
    if (!bead.status().equals("open")) {
      document = document.withStatus("open", edit.now()).without("defer_until");
      document =
          reason.isBlank() ? document : BeadEdits.withComment(document, ids.next(), reason, edit);
    }
    changes.store(transaction, actor.name(), bead, document, reason);
    return done(transaction, bead.id());
  }

  /// Open beads that are kept from runs for one reason.
  public List<Bead> listOnHold(Handle queries, String hold) {
    return beads.listOnHold(queries, hold);
  }

  /// Makes a bead most urgent and keeps it from runs until somebody redispatches it.
  ///
  /// @param hold why, in a sentence for people
  public BeadResult escalate(Handle transaction, Actor actor, String id, String hold) {
    return change(
        transaction,
        actor,
        id,
        bead -> {
          var _ =
              changes.store(transaction, actor.name(), bead, bead.document().with("priority", "0"));
          beads.hold(transaction, id, hold, changes.now());
          return done(transaction, id);
        });
  }

  /// Says what a bead waits for while its run has it.
  public void showWaiting(Handle transaction, String id, String why) {
    beads.hold(transaction, id, why, changes.now());
  }

  /// It waits no more.
  public void showWorking(Handle transaction, String id) {
    beads.endWaiting(transaction, id);
  }

  public BeadResult comment(Actor actor, String id, String text) {
    return database.write(transaction -> comment(transaction, actor, id, text));
  }

  public BeadResult comment(Handle transaction, Actor actor, String id, String text) {
    return change(
        transaction,
        actor,
        id,
        bead -> {
          if (text.isBlank()) {
            return new BeadResult.Invalid("content", "content is required.");
          }
          var edit = edit(actor);
          var document = BeadEdits.withComment(bead.document(), ids.next(), text, edit);
          var commented = changes.store(transaction, actor.name(), bead, document);
          events.append(
              transaction,
              actor.name(),
              new BeadEvent.Commented(id, bead.projectId(), BeadEdits.name(actor.name()), text));
          return new BeadResult.Done(commented);
        });
  }

  /// Claims an open bead for a person or an agent. Whoever has it already may ask again.
  public ClaimResult claim(Actor actor, String id, String claimer) {
    return database.write(transaction -> claim(transaction, actor, id, claimer));
  }

  public ClaimResult claim(Handle transaction, Actor actor, String id, String claimer) {
    var found = beads.findLocked(transaction, id).filter(bead -> reaches(actor, bead));
    if (found.isEmpty()) {
      return new ClaimResult.NoSuchBead(id);
    }
    var bead = found.get();
    var holder = bead.holder();
    if (holder != null && bead.isHeld(changes.now())) {
      return new ClaimResult.HeldByOther(holder);
    }
    if (!bead.assignee().isEmpty() && !bead.assignee().equals(claimer)) {
      return new ClaimResult.HeldByOther(bead.assignee());
    }
    if (bead.status().equals("in_progress") && bead.assignee().equals(claimer)) {
      return new ClaimResult.Claimed(bead);
    }
    if (!bead.status().equals("open")) {
      return new ClaimResult.NotClaimable(bead.status());
    }
    var document =
        bead.document().withStatus("in_progress", changes.now()).withText("assignee", claimer);
    var claimed = changes.store(transaction, actor.name(), bead, document);
    events.append(transaction, actor.name(), new BeadEvent.Assigned(id, bead.projectId(), claimer));
    return new ClaimResult.Claimed(claimed);
  }

  /// Gives an open bead that nobody holds to a run, and answers the fence by which it holds it.
  public Optional<Long> take(Handle transaction, String beadId, String runId, Instant leaseUntil) {
    return leases.take(transaction, beadId, runId, leaseUntil);
  }

  /// Like the other, for a bead that was read before.
  public Optional<Long> take(Handle transaction, Bead seen, String runId, Instant leaseUntil) {
    return leases.take(transaction, seen, runId, leaseUntil);
  }

  /// Makes a lease last longer; false if it is the run's no more.
  public boolean renew(Handle transaction, String beadId, String runId, long fence, Instant until) {
    return leases.renew(transaction, beadId, runId, fence, until);
  }

  /// Ends a lease; false, and nothing is changed, if it is the run's no more.
  public boolean release(
      Handle transaction, String beadId, String runId, long fence, Release release) {
    return leases.release(transaction, beadId, runId, fence, release);
  }

  /// What runs may take, in all open projects: priority first, then the oldest.
  public List<Bead> dispatchable(Handle queries, Instant now, int limit) {
    return lists.dispatchable(queries, "", now, limit);
  }

  public List<Bead> dispatchable(Handle queries, String projectId, Instant now, int limit) {
    return lists.dispatchable(queries, projectId, now, limit);
  }

  /// What `bd ready` would list in a project.
  public List<Bead> listReady(Handle queries, String projectId, Instant now, int limit) {
    var filter = BeadLists.Filter.ofProject(Reach.EVERYTHING, projectId);
    return lists.ready(queries, filter, now, null, limit).stream()
        .map(BeadLists.Row::bead)
        .toList();
  }

  /// How many beads of a project are not closed, whatever their status.
  public long countOpen(Handle queries, String projectId) {
    return beads.countOpen(queries, projectId);
  }

  /// Takes over what is new in a project's file; what was changed here since stays.
  public BeadFile.Import importFile(Handle transaction, String projectId, BeadFile file) {
    return sync.read(transaction, projectId, file);
  }

  /// What the file is to become so that it has all changes made here; nothing when it has them, or
  /// when it is refused, which [#importFile] reports.
  ///
  /// @param currentFile as it is in git now
  public Optional<PendingFile> pendingWrite(Handle queries, String projectId, byte[] currentFile) {
    return sync.write(queries, projectId, currentFile);
  }

  /// Notes that a file is in git.
  public void markSynced(Handle transaction, PendingFile file) {
    sync.markWritten(transaction, file);
  }

  /// Projects whose file lacks changes made here.
  public List<String> unsyncedProjects(Handle queries) {
    return BeadSync.unsynced(queries);
  }

  private Edit edit(Actor actor) {
    return new Edit(actor.name(), changes.now());
  }

  private BeadResult change(
      Handle transaction, Actor actor, String id, Function<Bead, BeadResult> change) {
    changes.lockGraph(transaction);
    return beads
        .findLocked(transaction, id)
        .filter(bead -> reaches(actor, bead))
        .map(change)
        .orElseGet(() -> new BeadResult.NoSuchBead(id));
  }

  /// Stores what an actor makes of a document, as far as he sees it; answers why not, if not.
  private Optional<BeadResult> store(
      Handle transaction, Actor actor, Bead bead, UnaryOperator<BeadDocument> edit, String field) {
    var before = VisibleDocument.of(transaction, actor.reach(), bead.document());
    var after = edit.apply(before.seen());
    var refusal = changes.refusal(transaction, actor, before.seen(), after);
    if (refusal.isPresent()) {
      return Optional.of(new BeadResult.Invalid(field, refusal.get()));
    }
    changes.store(transaction, actor.name(), bead, before.completed(after));
    return Optional.empty();
  }

  private BeadResult done(Handle queries, String id) {
    return new BeadResult.Done(beads.find(queries, id).orElseThrow());
  }
}
