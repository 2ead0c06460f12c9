package io.loom.server.bead;

import io.loom.server.bead.file.BeadDocument;
import io.loom.server.bead.file.BeadEdge;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A unit of work, and who holds it.
///
/// @param blocked waits for other beads; derived, see [BeadBlocking]
/// @param context what runs remember between attempts; never in git
/// @param revision rises with each change of the document
/// @param dispatches how many runs have taken it
/// @param hold why no run may take it for now
/// @param holder the run that has it
/// @param fence rises at each take
/// @param verified `verified` or `unverified`, once it is closed with a result
/// @param heldSince since when it is blocked or on hold
public record Bead(
    String id,
    String projectId,
    BeadDocument document,
    boolean blocked,
    Map<String, String> context,
    long revision,
    int dispatches,
    Instant notBefore,
    @Nullable String hold,
    @Nullable String holder,
    long fence,
    @Nullable Instant leaseUntil,
    @Nullable String verified,
    @Nullable String mergedCommit,
    long costMicros,
    @Nullable Instant heldSince) {
  /// The statuses that a person or an agent may set. Imported beads may have others.
  static final Set<String> STATUSES =
      Set.of("open", "in_progress", "blocked", "deferred", "closed", "pinned", "hooked");

  private static final Set<String> HIDDEN_TYPES =
      Set.of("merge-request", "gate", "molecule", "message", "agent", "role", "rig");

  public Bead {
    context = Map.copyOf(context);
  }

  public String title() {
    return document.text("title");
  }

  public String description() {
    return document.text("description");
  }

  public String type() {
    return document.type();
  }

  public String status() {
    return document.status();
  }

  public int priority() {
    return document.priority();
  }

  /// Who works on it or should, empty if nobody.
  public String assignee() {
    return document.text("assignee");
  }

  public List<String> labels() {
    return document.labels();
  }

  public List<BeadEdge> edges() {
    return document.edges();
  }

  public @Nullable String parent() {
    return parent(document);
  }

  public boolean isClosed() {
    return status().equals("closed");
  }

  public boolean isHeld(Instant now) {
    return holder != null && leaseUntil != null && leaseUntil.isAfter(now);
  }

  /// The bead above it: by an edge, or else by a dotted id.
  static @Nullable String parent(BeadDocument document) {
    for (var edge : document.edges()) {
      if (edge.type().equals(BeadEdge.PARENT)) {
        return edge.dependsOn();
      }
    }
    var id = document.id();
    int dot = id.lastIndexOf('.');
    boolean numbered = dot > 0 && dot < id.length() - 1;
    for (int i = dot + 1; numbered && i < id.length(); i++) {
      numbered = Character.isDigit(id.charAt(i));
    }
    return numbered ? id.substring(0, dot) : null;
  }

  /// Whether a bead is never offered as work. Templates are among them: they cannot be closed.
  static boolean isHidden(BeadDocument document) {
    return document.flag("pinned")
        || document.flag("ephemeral")
        || document.flag("is_template")
        || HIDDEN_TYPES.contains(document.type());
  }
}
