package io.loom.server.milestone;

import io.loom.api.MilestoneRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What somebody wants of a milestone, as rules for its fields.
public final class MilestoneEdit {
  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_TEXT = 10_000;

  private MilestoneEdit() {}

  /// What is wrong, by field.
  ///
  /// @param isNew whether the name is needed
  public static Map<String, String> problems(MilestoneRequest request, boolean isNew) {
    var problems = new LinkedHashMap<String, String>();
    var name = request.name();
    if (name == null ? isNew : name.isBlank() && isNew) {
      problems.put("name", "name is required.");
    } else if (name != null && name.length() > LONGEST_NAME) {
      problems.put("name", "name is longer than %d characters.".formatted(LONGEST_NAME));
    }
    var description = request.description();
    if (description != null && description.length() > LONGEST_TEXT) {
      problems.put(
          "description", "description is longer than %d characters.".formatted(LONGEST_TEXT));
    }
    oneOf(problems, "type", request.type(), Milestone.TYPES);
    oneOf(problems, "status", request.status(), Milestone.STATUSES);
    var due = request.dueDate();
    var start = request.startDate();
    if (due != null && start != null && due.isAfter(Instant.EPOCH) && start.isAfter(due)) {
      problems.put("start_date", "start_date is after due_date.");
    }
    return problems;
  }

  private static void oneOf(
      Map<String, String> problems, String field, @Nullable String value, Set<String> values) {
    if (value != null && !value.isEmpty() && !values.contains(value)) {
      problems.put(
          field,
          "%s is one of %s."
              .formatted(field, String.join(", ", values.stream().sorted().toList())));
    }
  }

  static Milestone made(String id, String projectId, MilestoneRequest request, Instant now) {
    var blank = new Milestone(id, projectId, "", "", "custom", "planned", null, null, null, now);
    return applied(blank, request, now);
  }

  /// What is absent or empty stays; a time before 1970 removes one.
  static Milestone applied(Milestone before, MilestoneRequest request, Instant now) {
    var status = or(request.status(), before.status());
    var completed = before.completedAt();
    if (!status.equals("complete")) {
      completed = null;
    } else if (completed == null) {
      completed = now;
    }
    return new Milestone(
        before.id(),
        before.projectId(),
        or(request.name(), before.name()).strip(),
        Objects.requireNonNullElse(request.description(), before.description()),
        or(request.type(), before.type()),
        status,
        time(request.dueDate(), before.dueDate()),
        time(request.startDate(), before.startDate()),
        completed,
        before.createdAt());
  }

  private static String or(@Nullable String value, String present) {
    return value == null || value.isBlank() ? present : value;
  }

  private static @Nullable Instant time(@Nullable Instant wanted, @Nullable Instant present) {
    return wanted == null ? present : wanted.isBefore(Instant.EPOCH) ? null : wanted;
  }
}
