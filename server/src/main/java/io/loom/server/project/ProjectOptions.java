package io.loom.server.project;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What may be set for a project, and need not be.
///
/// @param parentId of the project that it is a part of
/// @param git what git needs to get at the repository
/// @param attributes free, by dotted keys such as `ui.color`; the values are what JSON has
/// @param protectedBranches names and globs of branches that nobody pushes to directly; absent
///   means what the strategy says
public record ProjectOptions(
    @Nullable String parentId,
    GitSettings git,
    Map<String, Object> attributes,
    @Nullable List<String> protectedBranches,
    @Nullable Instant dueDate) {
  public static final ProjectOptions NONE =
      new ProjectOptions(null, GitSettings.NONE, Map.of(), null, null);

  public ProjectOptions {
    attributes = Collections.unmodifiableMap(new TreeMap<>(attributes));
    protectedBranches = protectedBranches == null ? null : List.copyOf(protectedBranches);
  }

  /// These, with a change on top. Maps are merged by key; an empty value removes its key, an empty
  /// id the id, a time before 1970 the time, and the list `["default"]` the list.
  ///
  /// @param change absent stays
  ProjectOptions with(Change change) {
    var branches = change.protectedBranches();
    var gitOptions = change.gitConfigOptions();
    return new ProjectOptions(
        id(change.parentId(), parentId),
        git.with(change.gitCredentialId(), gitOptions == null ? Map.of() : gitOptions),
        merged(attributes, change.attributes()),
        branches == null ? protectedBranches : branches.equals(Change.USUAL) ? null : branches,
        time(change.dueDate(), dueDate));
  }

  private static @Nullable String id(@Nullable String wanted, @Nullable String present) {
    return wanted == null ? present : wanted.isBlank() ? null : wanted.strip();
  }

  private static @Nullable Instant time(@Nullable Instant wanted, @Nullable Instant present) {
    return wanted == null ? present : wanted.isBefore(Instant.EPOCH) ? null : wanted;
  }

  private static <V> Map<String, V> merged(
      Map<String, V> present, @Nullable Map<String, V> wanted) {
    if (wanted == null) {
      return present;
    }
    var merged = new TreeMap<>(present);
    wanted.forEach((key, value) -> {
      if (value.equals("")) {
        merged.remove(key);
      } else {
        merged.put(key, value);
      }
    });
    return merged;
  }

  /// Wanted options; what is absent stays as it is.
  public record Change(
      @Nullable String parentId,
      @Nullable String gitCredentialId,
      @Nullable Map<String, String> gitConfigOptions,
      @Nullable Map<String, Object> attributes,
      @Nullable List<String> protectedBranches,
      @Nullable Instant dueDate) {
    public static final Change NONE = new Change(null, null, null, null, null, null);

    /// The value of `protected_branches` that brings back the usual ones.
    static final List<String> USUAL = List.of("default");
  }
}
