package io.loom.server.bead;

import io.loom.api.BeadPatch;
import io.loom.api.NewBead;
import io.loom.api.NewDependency;
import io.loom.ground.http.Json;
import io.loom.server.bead.file.BeadDocument;
import io.loom.server.bead.file.BeadEdge;
import io.loom.server.bead.file.RawText;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Turns what callers ask for into changed documents, without looking at other beads.
final class BeadEdits {
  private static final int LONGEST_TITLE = 500;
  private static final int LONGEST_WORD = 50;
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");

  private BeadEdits() {}

  static Optional<BeadResult.Invalid> check(NewBead bead) {
    var id = bead.id();
    if (id != null && !ID.matcher(id).matches()) {
      return invalid("id", "id is made of letters, digits, '.', '-' and '_'.");
    }
    if (bead.estimatedTime() != null && bead.estimatedTime() < 0) {
      return invalid("estimated_time", "estimated_time is a number of minutes.");
    }
    var title = bead.title();
    if (title == null || title.isBlank()) {
      return invalid("title", "title is required.");
    }
    return checkFields(title, first(bead.type(), bead.issueType()), bead.priority());
  }

  static Optional<BeadResult.Invalid> check(BeadPatch patch, Bead bead) {
    var status = patch.status();
    if (status != null && !status.equals(bead.status()) && !Bead.STATUSES.contains(plain(status))) {
      return invalid(
          "status",
          "status is one of %s."
              .formatted(String.join(", ", Bead.STATUSES.stream().sorted().toList())));
    }
    if (patch.projectId() != null && !patch.projectId().equals(bead.projectId())) {
      return invalid("project_id", "A bead stays in its project.");
    }
    if (patch.title() != null && patch.title().isBlank()) {
      return invalid("title", "title is never blank.");
    }
    if (patch.estimatedTime() != null && patch.estimatedTime() < 0) {
      return invalid("estimated_time", "estimated_time is a number of minutes.");
    }
    return checkFields(patch.title(), first(patch.type(), patch.issueType()), patch.priority());
  }

  private static Optional<BeadResult.Invalid> checkFields(
      @Nullable String title, @Nullable String type, @Nullable Integer priority) {
    if (title != null && title.getBytes(StandardCharsets.UTF_8).length > LONGEST_TITLE) {
      return invalid("title", "title is longer than %d bytes.".formatted(LONGEST_TITLE));
    }
    if (type != null && (type.isBlank() || type.length() > LONGEST_WORD)) {
      return invalid("type", "type is a word of at most %d letters.".formatted(LONGEST_WORD));
    }
    if (priority != null && (priority < 0 || priority > 4)) {
      return invalid("priority", "priority is between 0 (most urgent) and 4.");
    }
    return Optional.empty();
  }

  private static Optional<BeadResult.Invalid> invalid(String field, String detail) {
    return Optional.of(new BeadResult.Invalid(field, detail));
  }

  static BeadDocument create(String id, NewBead bead, Edit edit) {
    var alone = createAlone(id, bead, edit.actor(), edit.now());
    return withEdges(withDetails(alone, bead), bead, edit);
  }

  private static BeadDocument createAlone(String id, NewBead bead, String actor, Instant now) {
    var type = first(bead.type(), bead.issueType());
    Integer priority = bead.priority();
    return BeadDocument.create(id)
        .withText("title", orEmpty(bead.title()))
        .withText("description", orEmpty(bead.description()))
        .withText("design", orEmpty(bead.design()))
        .withText("acceptance_criteria", orEmpty(bead.acceptanceCriteria()))
        .withText("notes", orEmpty(bead.notes()))
        .withText("status", "open")
        .with("priority", String.valueOf(priority == null ? 2 : priority))
        .withText("issue_type", type == null ? "task" : type)
        .withText("assignee", orEmpty(first(bead.assignedTo(), bead.assignee())))
        .withTime("created_at", now)
        .withText("created_by", name(actor))
        .withTime("updated_at", now)
        .withTime("due_at", bead.dueDate())
        .withTime("defer_until", bead.deferUntil())
        .withText("external_ref", orEmpty(bead.externalRef()))
        .withText("spec_id", orEmpty(bead.specId()))
        .withLabels(orNone(first(bead.tags(), bead.labels())));
  }

  private static BeadDocument withDetails(BeadDocument document, NewBead bead) {
    var estimated = number(document, "estimated_minutes", bead.estimatedTime());
    Map<String, Object> metadata = bead.metadata();
    return metadata == null ? estimated : estimated.with("metadata", Json.write(metadata));
  }

  private static BeadDocument withEdges(BeadDocument document, NewBead bead, Edit edit) {
    var parent = orEmpty(bead.parent());
    var wired = parent.isEmpty() ? document : withEdge(document, parent, BeadEdge.PARENT, edit);
    for (var target : orNone(bead.blockedBy())) {
      wired = withEdge(wired, target, BeadEdge.BLOCKS, edit);
    }
    for (var target : orNone(bead.relatedTo())) {
      wired = withEdge(wired, target, "related", edit);
    }
    var more = bead.dependencies();
    for (var dependency : more == null ? List.<NewDependency>of() : more) {
      wired = withEdge(wired, wanted(dependency), edit);
    }
    return wired;
  }

  /// The document with a patch applied, without its edges to other beads.
  static BeadDocument apply(BeadDocument document, BeadPatch patch, Instant now) {
    var changed = document;
    changed = text(changed, "title", patch.title());
    changed = text(changed, "description", patch.description());
    changed = text(changed, "design", patch.design());
    changed = text(changed, "acceptance_criteria", patch.acceptanceCriteria());
    changed = text(changed, "notes", patch.notes());
    changed = text(changed, "issue_type", first(patch.type(), patch.issueType()));
    changed = text(changed, "assignee", first(patch.assignedTo(), patch.assignee()));
    changed = time(changed, "due_at", patch.dueDate());
    changed = time(changed, "defer_until", patch.deferUntil());
    changed = number(changed, "priority", patch.priority());
    changed = number(changed, "estimated_minutes", patch.estimatedTime());
    changed = text(changed, "external_ref", patch.externalRef());
    changed = text(changed, "spec_id", patch.specId());
    changed = withNotes(changed, orEmpty(patch.appendNotes()));
    changed = withMetadata(changed, patch.metadata());
    changed = withLabels(changed, patch);
    @Nullable String status = patch.status();
    return status == null ? changed : changed.withStatus(plain(status), now);
  }

  private static BeadDocument withNotes(BeadDocument document, String more) {
    var notes = document.text("notes");
    return more.isEmpty()
        ? document
        : document.withText("notes", notes.isEmpty() ? more : notes + "\n" + more);
  }

  private static BeadDocument withMetadata(
      BeadDocument document, @Nullable Map<String, @Nullable Object> members) {
    if (members == null) {
      return document;
    }
    var before = document.raw("metadata");
    var metadata = BeadDocument.parse(before != null && before.startsWith("{") ? before : "{}");
    for (var member : members.entrySet()) {
      var value = member.getValue();
      metadata =
          value == null
              ? metadata.without(member.getKey())
              : metadata.with(member.getKey(), Json.write(value));
    }
    return metadata.line().equals("{}")
        ? document.without("metadata")
        : document.with("metadata", metadata.line());
  }

  private static BeadDocument withLabels(BeadDocument document, BeadPatch patch) {
    @Nullable List<String> all = first(patch.tags(), patch.labels());
    if (all == null && patch.addTags() == null && patch.removeTags() == null) {
      return document;
    }
    var labels = new ArrayList<>(all == null ? document.labels() : all);
    labels.addAll(orNone(patch.addTags()));
    labels.removeAll(orNone(patch.removeTags()));
    return document.withLabels(labels.stream().distinct().toList());
  }

  private static BeadDocument text(BeadDocument document, String key, @Nullable String value) {
    return value == null ? document : document.withText(key, value);
  }

  private static BeadDocument number(BeadDocument document, String key, @Nullable Integer value) {
    return value == null ? document : document.with(key, value.toString());
  }

  private static BeadDocument time(BeadDocument document, String key, @Nullable Instant value) {
    if (value == null) {
      return document;
    }
    return document.withTime(key, value.isBefore(Instant.EPOCH) ? null : value);
  }

  /// Makes the edges of some types lead to exactly these beads. Edges that stay keep their
  /// characters.
  ///
  /// @param types which edges are meant; new ones get the given type
  static BeadDocument withTargets(
      BeadDocument document, Set<String> types, String type, List<String> targets, Edit edit) {
    var wanted = new HashSet<>(targets);
    var kept = new ArrayList<String>();
    for (var element : RawText.elements(document.raw("dependencies"))) {
      var edge = element.startsWith("{") ? BeadEdge.of(BeadDocument.parse(element)) : null;
      if (edge == null || !types.contains(edge.type()) || wanted.contains(edge.dependsOn())) {
        kept.add(element);
      }
      if (edge != null && types.contains(edge.type())) {
        wanted.remove(edge.dependsOn());
      }
    }
    for (var target : targets) {
      if (wanted.remove(target)) {
        kept.add(edge(document.id(), new BeadEdge(target, type, ""), edit));
      }
    }
    return document.withElements("dependencies", kept).recounted();
  }

  /// The document with the edges that a patch gives it.
  static BeadDocument withEdges(BeadDocument document, BeadPatch patch, Edit edit) {
    var changed = document;
    @Nullable String parent = patch.parent();
    if (parent != null) {
      var parents = parent.isEmpty() ? List.<String>of() : List.of(parent);
      changed = withTargets(changed, Set.of(BeadEdge.PARENT), BeadEdge.PARENT, parents, edit);
    }
    @Nullable List<String> blockedBy = patch.blockedBy();
    if (blockedBy != null) {
      changed = withTargets(changed, BeadEdge.BLOCKS_TYPES, BeadEdge.BLOCKS, blockedBy, edit);
    }
    @Nullable List<String> relatedTo = patch.relatedTo();
    return relatedTo == null
        ? changed
        : withTargets(changed, BeadEdge.RELATED_TYPES, "related", relatedTo, edit);
  }

  static BeadEdge wanted(NewDependency dependency) {
    var type = orEmpty(dependency.type());
    return new BeadEdge(
        orEmpty(dependency.dependsOn()),
        type.isEmpty() ? BeadEdge.BLOCKS : type,
        orEmpty(dependency.gate()));
  }

  private static BeadDocument withEdge(
      BeadDocument document, String target, String type, Edit edit) {
    return withEdge(document, new BeadEdge(target, type, ""), edit);
  }

  static BeadDocument withEdge(BeadDocument document, BeadEdge wanted, Edit edit) {
    boolean there =
        document.edges().stream()
            .anyMatch(edge ->
                edge.type().equals(wanted.type()) && edge.dependsOn().equals(wanted.dependsOn()));
    return there
        ? document
        : document.plusElement("dependencies", edge(document.id(), wanted, edit)).recounted();
  }

  /// @param type which edges to the target are meant, empty for all
  static BeadDocument withoutEdge(BeadDocument document, String target, String type) {
    var kept = new ArrayList<>(RawText.elements(document.raw("dependencies")));
    kept.removeIf(element -> {
      var edge = BeadEdge.of(BeadDocument.parse(element));
      return edge.dependsOn().equals(target) && (type.isEmpty() || edge.type().equals(type));
    });
    return document.withElements("dependencies", kept).recounted();
  }

  private static String edge(String from, BeadEdge edge, Edit edit) {
    var gate =
        edge.gate().isEmpty()
            ? ""
            : ",\"metadata\":"
                + RawText.encode("{\"gate\":%s}".formatted(RawText.encode(edge.gate())));
    return "{\"issue_id\":%s,\"depends_on_id\":%s,\"type\":%s,\"created_at\":%s,\"created_by\":%s%s}"
        .formatted(
            RawText.encode(from),
            RawText.encode(edge.dependsOn()),
            RawText.encode(edge.type()),
            RawText.encode(edit.now().toString()),
            RawText.encode(name(edit.actor())),
            gate);
  }

  static BeadDocument withComment(BeadDocument document, String id, String text, Edit edit) {
    return document.plusComment(id, name(edit.actor()), text, edit.now());
  }

  /// Who makes a change, and when.
  record Edit(String actor, Instant now) {}

  /// An actor without its kind: `ada` of `user:ada`.
  static String name(String actor) {
    return actor.substring(actor.indexOf(':') + 1);
  }

  /// What other programs call a status of ours.
  private static String plain(String status) {
    return status.equals("done") ? "closed" : status;
  }

  static Map<String, String> merged(Map<String, String> before, Map<String, String> patch) {
    var merged = new TreeMap<>(before);
    merged.putAll(patch);
    merged.values().removeIf(String::isEmpty);
    return merged;
  }

  static <T> @Nullable T first(@Nullable T one, @Nullable T other) {
    return one == null ? other : one;
  }

  static String orEmpty(@Nullable String text) {
    return text == null ? "" : text;
  }

  static List<String> orNone(@Nullable List<String> list) {
    return list == null ? List.of() : list;
  }
}
