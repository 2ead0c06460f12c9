package io.loom.server.project;

import io.loom.api.CreateProjectRequest;
import io.loom.api.UpdateProjectRequest;
import io.loom.ground.http.HttpProblems;
import io.loom.ground.http.Invalid;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Request bodies as what the service takes, refused with every field that is wrong.
final class ProjectBodies {
  private ProjectBodies() {}

  static <T> T require(@Nullable T body) {
    if (body == null) {
      throw HttpProblems.BAD_REQUEST.because("This route takes a JSON object.", Map.of());
    }
    return body;
  }

  static NewProject toNew(CreateProjectRequest request) {
    var name = text(request.name());
    var id = text(request.id());
    if (id.isEmpty()) {
      id = NewProject.slug(name);
    }
    var fields = new LinkedHashMap<String, String>();
    fields.put("name", name);
    var repository = repository(request.gitRepo(), request.githubUrl());
    fields.put("git_repo", repository);
    fields.put("branch", text(request.branch()));
    if (!name.isEmpty() || !id.isEmpty()) {
      fields.put("id", id);
    }
    put(fields, "beads_path", request.beadsPath());
    put(fields, "bead_prefix", request.beadPrefix());
    var options = OptionBodies.of(request);
    check(fields, request.gitAuthMethod(), request.gitStrategy(), request.context())
        .check(OptionBodies.problems(options, request.milestones()));
    return new NewProject(
        id,
        name,
        repository,
        text(request.branch()),
        text(request.beadsPath()),
        text(request.beadPrefix()),
        auth(request.gitAuthMethod()),
        strategy(request.gitStrategy()),
        Boolean.TRUE.equals(request.isPerpetual()),
        Boolean.TRUE.equals(request.isSticky()),
        context(request.context()),
        ProjectOptions.NONE.with(options));
  }

  static ProjectUpdate toUpdate(UpdateProjectRequest request) {
    var fields = new LinkedHashMap<String, String>();
    put(fields, "name", request.name());
    var repository = repository(request.gitRepo(), request.githubUrl());
    put(fields, "git_repo", repository);
    put(fields, "branch", request.branch());
    put(fields, "beads_path", request.beadsPath());
    var options = OptionBodies.of(request);
    check(fields, request.gitAuthMethod(), request.gitStrategy(), request.context())
        .check(OptionBodies.problems(options, null));
    return new ProjectUpdate(
        request.name(),
        repository,
        request.branch(),
        request.beadsPath(),
        auth(request.gitAuthMethod()),
        strategy(request.gitStrategy()),
        request.isPerpetual(),
        request.isSticky(),
        context(request.context()),
        options);
  }

  /// Both names of one field; the first counts.
  private static String repository(@Nullable String gitRepo, @Nullable String githubUrl) {
    var repository = text(gitRepo);
    return repository.isEmpty() ? text(githubUrl) : repository;
  }

  /// What is wrong so far, to which more may be added before all of it is said.
  private record Checking(Invalid invalid) {
    void check(Map<String, String> problems) {
      problems.forEach(invalid::add);
      invalid.check();
    }
  }

  private static Checking check(
      Map<String, String> fields,
      @Nullable String auth,
      @Nullable String strategy,
      @Nullable Map<String, String> context) {
    var invalid = new Invalid();
    ProjectFields.problems(fields).forEach(invalid::add);
    if (!text(auth).isEmpty() && auth(auth) == null) {
      invalid.add("git_auth_method", "git_auth_method is none, ssh, token, basic or git-helper.");
    }
    if (!text(strategy).isEmpty() && strategy(strategy) == null) {
      invalid.add("git_strategy", "git_strategy is direct or branch-pr.");
    }
    if (context != null && context.containsValue(null)) {
      invalid.add("context", "The values of context are texts; an empty one removes its key.");
    }
    return new Checking(invalid);
  }

  static String text(@Nullable String value) {
    return value == null ? "" : value.strip();
  }

  private static void put(Map<String, String> fields, String field, @Nullable String value) {
    if (!text(value).isEmpty()) {
      fields.put(field, text(value));
    }
  }

  private static @Nullable GitAuthMethod auth(@Nullable String value) {
    return GitAuthMethod.find(text(value)).orElse(null);
  }

  private static @Nullable GitStrategy strategy(@Nullable String value) {
    return GitStrategy.find(text(value)).orElse(null);
  }

  private static Map<String, String> context(@Nullable Map<String, String> context) {
    return context == null ? Map.of() : context;
  }
}
