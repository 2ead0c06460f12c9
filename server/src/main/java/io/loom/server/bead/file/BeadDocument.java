package io.loom.server.bead.file;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One line of `issues.jsonl`: a bead as text, with typed access to the keys that mean something to
/// Loom.
///
/// Whatever Loom does not know stays as it is: unknown keys, statuses and types, the order of keys,
/// the characters of numbers and times. A change rewrites the values of the changed keys only.
public final class BeadDocument {
  private static final List<String> ORDER =
      List.of(
          "_type",
          "id",
          "title",
          "description",
          "design",
          "acceptance_criteria",
          "notes",
          "spec_id",
          "status",
          "priority",
          "issue_type",
          "assignee",
          "owner",
          "estimated_minutes",
          "created_at",
          "created_by",
          "updated_at",
          "started_at",
          "closed_at",
          "close_reason",
          "closed_by_session",
          "due_at",
          "defer_until",
          "external_ref",
          "source_system",
          "metadata",
          "compaction_level",
          "compacted_at",
          "compacted_at_commit",
          "original_size",
          "labels",
          "dependencies",
          "comments",
          "sender",
          "ephemeral",
          "no_history",
          "wisp_type",
          "pinned",
          "is_template",
          "bonded_from",
          "await_type",
          "await_id",
          "timeout",
          "waiters",
          "source_formula",
          "source_location",
          "mol_type",
          "work_type",
          "event_kind",
          "actor",
          "target",
          "payload",
          "dependency_count",
          "dependent_count",
          "comment_count");
  private static final Map<String, Integer> RANKS = ranks();
  private static final DateTimeFormatter TIME =
      new DateTimeFormatterBuilder()
          .parseCaseInsensitive()
          .append(DateTimeFormatter.ISO_OFFSET_DATE_TIME)
          .toFormatter();

  private final RawObject object;

  /// Read from the object when they are first asked for; two that ask at once find the same.
  private volatile @Nullable List<BeadEdge> edges;

  private BeadDocument(RawObject object) {
    this.object = object;
  }

  private static Map<String, Integer> ranks() {
    var ranks = new HashMap<String, Integer>();
    ORDER.forEach(key -> ranks.put(key, ranks.size()));
    return ranks;
  }

  /// @throws IllegalArgumentException when the line is not one JSON object
  public static BeadDocument parse(String line) {
    return new BeadDocument(RawObject.parse(line));
  }

  /// A bead with nothing but an id.
  public static BeadDocument create(String id) {
    return parse("{}").withText("id", id);
  }

  /// The same bead under another id, with its own edges and comments.
  public BeadDocument withId(String id) {
    var renamed = with("id", RawText.encode(id));
    for (var key : List.of("dependencies", "comments")) {
      var elements = RawText.elements(object.get(key));
      renamed = renamed.withElements(key, elements.stream().map(it -> owned(it, id)).toList());
    }
    return renamed;
  }

  private static String owned(String element, String id) {
    return element.startsWith("{") && RawObject.parse(element).get("issue_id") != null
        ? parse(element).with("issue_id", RawText.encode(id)).line()
        : element;
  }

  /// The line; the very one that was read, if nothing was changed.
  public String line() {
    return object.toString();
  }

  public @Nullable String raw(String key) {
    return object.get(key);
  }

  public List<String> keys() {
    return object.keys();
  }

  /// Whether the line is a bead, not a memory, a header or something of the future.
  public boolean isBead() {
    var kind = object.get("_type");
    return object.get("_schema") == null
        && (kind == null || "issue".equals(RawText.decode(kind)))
        && !id().isBlank();
  }

  /// A key's text, empty when it is absent or not a string.
  public String text(String key) {
    return Objects.requireNonNullElse(RawText.decode(object.get(key)), "");
  }

  private String text(String key, String absent) {
    var text = text(key);
    return text.isEmpty() ? absent : text;
  }

  public String id() {
    return text("id");
  }

  public String status() {
    return text("status", "open");
  }

  public String type() {
    return text("issue_type", "task");
  }

  /// 0 is the most urgent; an absent priority means 0, as to `bd`.
  public int priority() {
    return (int) number("priority", 0);
  }

  /// A whole number; the given one when the key is absent or no number of 32 bits.
  public long number(String key, int otherwise) {
    var raw = object.get(key);
    try {
      return raw == null || raw.startsWith("\"") ? otherwise : new BigDecimal(raw).intValueExact();
    } catch (ArithmeticException | NumberFormatException _) {
      return otherwise;
    }
  }

  public boolean flag(String key) {
    return "true".equals(object.get(key));
  }

  /// A moment, whatever its offset and fraction; none when absent or unreadable.
  public @Nullable Instant time(String key) {
    var text = text(key);
    try {
      return text.isEmpty() ? null : OffsetDateTime.parse(text, TIME).toInstant();
    } catch (DateTimeException _) {
      return null;
    }
  }

  public List<String> labels() {
    return RawText.elements(object.get("labels")).stream()
        .map(RawText::decode)
        .filter(Objects::nonNull)
        .toList();
  }

  public List<BeadEdge> edges() {
    var known = edges;
    if (known == null) {
      known = readEdges();
      edges = known;
    }
    return known;
  }

  private List<BeadEdge> readEdges() {
    return RawText.elements(object.get("dependencies")).stream()
        .filter(element -> element.startsWith("{"))
        .map(element -> BeadEdge.of(parse(element)))
        .filter(edge -> !edge.dependsOn().isBlank())
        .toList();
  }

  /// The comments as they are in the line: objects with `id`, `author`, `text` and `created_at`.
  public List<BeadDocument> comments() {
    return RawText.elements(object.get("comments")).stream()
        .filter(element -> element.startsWith("{"))
        .map(BeadDocument::parse)
        .toList();
  }

  /// Sets a key to a JSON value; the same line if it has that value.
  public BeadDocument with(String key, String json) {
    return json.equals(object.get(key))
        ? this
        : new BeadDocument(object.with(key, json, name -> RANKS.getOrDefault(name, -1)));
  }

  public BeadDocument without(String key) {
    return object.get(key) == null ? this : new BeadDocument(object.without(key));
  }

  /// Sets a key to a text, or removes it when the text is empty.
  public BeadDocument withText(String key, String text) {
    if (text.isEmpty()) {
      return without(key);
    }
    return text.equals(RawText.decode(object.get(key))) ? this : with(key, RawText.encode(text));
  }

  public BeadDocument withTime(String key, @Nullable Instant time) {
    if (time == null) {
      return without(key);
    }
    return time.equals(time(key)) ? this : withText(key, time.toString());
  }

  public BeadDocument withElements(String key, List<String> elements) {
    return elements.isEmpty() ? without(key) : with(key, RawText.array(elements));
  }

  public BeadDocument withLabels(List<String> labels) {
    return labels.equals(labels())
        ? this
        : withElements("labels", labels.stream().distinct().sorted().map(RawText::encode).toList());
  }

  public BeadDocument plusElement(String key, String element) {
    var elements = new ArrayList<>(RawText.elements(object.get(key)));
    elements.add(element);
    return withElements(key, elements);
  }

  /// @param id for a bead whose comments have ids; where they are numbered, it gets the next number
  public BeadDocument plusComment(String id, String author, String text, Instant time) {
    var others = comments();
    var last = others.isEmpty() ? null : others.getLast().raw("id");
    boolean numbered = last != null && !last.startsWith("\"");
    var json =
        "{\"id\":%s,\"issue_id\":%s,\"author\":%s,\"text\":%s,\"created_at\":%s}"
            .formatted(
                numbered ? String.valueOf(nextNumber(others)) : RawText.encode(id),
                RawText.encode(id()),
                RawText.encode(author),
                RawText.encode(text),
                RawText.encode(time.toString()));
    return plusElement("comments", json).recounted();
  }

  /// Old files number their comments, and what reads them takes nothing but numbers.
  private static long nextNumber(List<BeadDocument> comments) {
    return 1 + comments.stream().mapToLong(comment -> comment.number("id", 0)).max().orElse(0);
  }

  /// Sets the status and keeps the rule that a bead has `closed_at` exactly while it is closed.
  public BeadDocument withStatus(String status, Instant now) {
    if (status.equals(status())) {
      return settled(now);
    }
    var changed = with("status", RawText.encode(status));
    if (status.equals("in_progress") && time("started_at") == null) {
      changed = changed.withTime("started_at", now);
    }
    return (status().equals("pinned") ? changed.without("pinned") : changed).settled(now);
  }

  /// With `closed_at` if it is closed, and only then.
  public BeadDocument settled(Instant now) {
    if (status().equals("closed")) {
      return object.get("closed_at") == null ? withTime("closed_at", now) : this;
    }
    return without("closed_at").without("close_reason").without("closed_by_session");
  }

  /// Changed now: a second after the last change at least, since `bd` compares whole seconds.
  public BeadDocument touched(Instant now) {
    var last = time("updated_at");
    var soonest = last == null ? now : last.plusSeconds(1);
    return withTime("updated_at", now.isBefore(soonest) ? soonest : now);
  }

  /// With the counts that the line has, and no others, made true.
  public BeadDocument recounted() {
    var counted = this;
    if (object.get("comment_count") != null) {
      counted = counted.with("comment_count", String.valueOf(comments().size()));
    }
    if (object.get("dependency_count") != null) {
      long blockers = edges().stream().filter(e -> e.type().equals(BeadEdge.BLOCKS)).count();
      counted = counted.with("dependency_count", String.valueOf(blockers));
    }
    return counted;
  }

  /// With a priority in the line, since its absence means something else to every program.
  public BeadDocument explicit() {
    return object.get("priority") == null ? with("priority", "0") : this;
  }
}
