package io.loom.server.audit;

import io.loom.api.EventType;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Credential;
import io.loom.ground.http.Peer;
import io.loom.ground.http.RequestScope;
import io.loom.server.event.Event;
import io.loom.server.event.EventWitness;
import java.util.Set;
import org.jdbi.v3.core.Handle;

/// Writes down each change that came with a request, and each that concerns who may do what. Steps
/// that runs take by themselves are in the event log only.
final class AuditRecorder implements EventWitness {
  private static final Set<String> ALWAYS =
      Set.of("user", "session", "api_key", "member", "secret", "vault", "organisation");

  private final AuditTrail trail;

  AuditRecorder(AuditTrail trail) {
    this.trail = trail;
  }

  @Override
  public void appended(Handle transaction, String actor, Event event) {
    var type = event.type();
    if (!Caller.CURRENT.isBound() && !ALWAYS.contains(family(type))) {
      return;
    }
    boolean isRefusal = type == EventType.SESSION_REFUSED;
    if (isRefusal) {
      RequestScope.find().ifPresent(RequestScope::noteRefusal);
    }
    var project = event.projectId();
    trail.add(
        transaction,
        actor(isRefusal ? "nobody" : actor),
        type.wireName(),
        target(event),
        project == null ? "" : project,
        isRefusal ? AuditRecord.REFUSED : AuditRecord.ALLOWED,
        origin(),
        1,
        AuditDetail.of(event));
  }

  private static String family(EventType type) {
    return type.wireName().substring(0, type.wireName().indexOf('.'));
  }

  /// Some events are not about what their name begins with.
  private static AuditRecord.Target target(Event event) {
    var kind =
        switch (family(event.type())) {
          case "session", "member" -> "user";
          case "comment", "merge" -> "bead";
          case String family -> family;
        };
    return new AuditRecord.Target(kind, event.subject());
  }

  /// Who signs in is not the caller yet; an agent that somebody speaks for is not he.
  private static AuditRecord.Actor actor(String name) {
    var caller = Caller.CURRENT.orElse(Caller.NOBODY);
    if (caller.isKnown() && name.equals(caller.actor())) {
      return of(caller);
    }
    boolean speaks = caller.isKnown() && !name.startsWith("user:") && !name.equals("nobody");
    return new AuditRecord.Actor(
        name, "", speaks ? credential(caller) : "", speaks ? caller.actor() : "");
  }

  static AuditRecord.Actor of(Caller caller) {
    return new AuditRecord.Actor(
        caller.isKnown() ? caller.actor() : "nobody", caller.id(), credential(caller), "");
  }

  private static String credential(Caller caller) {
    return switch (caller.credential()) {
      case Credential.None() -> "";
      case Credential.Local() -> "local";
      case Credential.Session(var id, _) -> "session:" + id;
      case Credential.Key(var id) -> "api_key:" + id;
    };
  }

  private static AuditRecord.Origin origin() {
    var address = Peer.CURRENT.isBound() ? Peer.current().address() : "";
    return RequestScope.find()
        .map(scope -> new AuditRecord.Origin(address, scope.id(), scope.method(), scope.route()))
        .orElse(new AuditRecord.Origin(address, "", "", ""));
  }
}
