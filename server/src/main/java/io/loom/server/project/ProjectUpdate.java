package io.loom.server.project;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Wanted changes to a project. What is absent or blank stays.
///
/// @param context its keys are added to those the project has; an empty value removes the key
public record ProjectUpdate(
    @Nullable String name,
    @Nullable String gitRepo,
    @Nullable String branch,
    @Nullable String beadsPath,
    @Nullable GitAuthMethod gitAuthMethod,
    @Nullable GitStrategy gitStrategy,
    @Nullable Boolean isPerpetual,
    @Nullable Boolean isSticky,
    Map<String, String> context,
    ProjectOptions.Change options) {
  /// Options stay.
  public ProjectUpdate(
      @Nullable String name,
      @Nullable String gitRepo,
      @Nullable String branch,
      @Nullable String beadsPath,
      @Nullable GitAuthMethod gitAuthMethod,
      @Nullable GitStrategy gitStrategy,
      @Nullable Boolean isPerpetual,
      @Nullable Boolean isSticky,
      Map<String, String> context) {
    this(
        name,
        gitRepo,
        branch,
        beadsPath,
        gitAuthMethod,
        gitStrategy,
        isPerpetual,
        isSticky,
        context,
        ProjectOptions.Change.NONE);
  }

  /// @throws IllegalArgumentException saying all that is wrong
  public ProjectUpdate {
    context = Map.copyOf(context);
    var problems = ProjectFields.problems(given(name, gitRepo, branch, beadsPath));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join(" ", problems.values()));
    }
  }

  private static Map<String, String> given(
      @Nullable String name,
      @Nullable String gitRepo,
      @Nullable String branch,
      @Nullable String beadsPath) {
    var fields = new LinkedHashMap<String, String>();
    put(fields, "name", name);
    put(fields, "git_repo", gitRepo);
    put(fields, "branch", branch);
    put(fields, "beads_path", beadsPath);
    return fields;
  }

  private static void put(Map<String, String> fields, String field, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      fields.put(field, value.strip());
    }
  }

  Project applyTo(Project project) {
    var address = or(gitRepo, project.gitRepo());
    var auth = gitAuthMethod;
    if (auth == null) {
      auth =
          address.equals(project.gitRepo())
              ? project.gitAuthMethod()
              : GitAuthMethod.guess(address);
    }
    return new Project(
        project.id(),
        or(name, project.name()),
        address,
        or(branch, project.branch()),
        or(beadsPath, project.beadsPath()),
        project.beadPrefix(),
        auth,
        gitStrategy == null ? project.gitStrategy() : gitStrategy,
        project.status(),
        isPerpetual == null ? project.isPerpetual() : isPerpetual,
        isSticky == null ? project.isSticky() : isSticky,
        merged(project.context()),
        project.options().with(options),
        project.readiness(),
        project.headCommit(),
        project.beadsBranch(),
        project.beadsCommit(),
        project.createdAt(),
        project.updatedAt(),
        project.closedAt(),
        project.syncedAt(),
        project.createdBy());
  }

  private static String or(@Nullable String value, String present) {
    return value == null || value.isBlank() ? present : value.strip();
  }

  private Map<String, String> merged(Map<String, String> present) {
    var merged = new TreeMap<>(present);
    context.forEach((key, value) -> {
      if (value.isEmpty()) {
        merged.remove(key);
      } else {
        merged.put(key, value);
      }
    });
    return merged;
  }
}
