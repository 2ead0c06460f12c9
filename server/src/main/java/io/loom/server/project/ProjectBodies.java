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
    fields.put("git_repo", text(request.gitRepo()));
    fields.put("branch", text(request.branch()));
    if (!name.isEmpty() || !id.isEmpty()) {
      fields.put("id", id);
    }
    put(fields, "beads_path", request.beadsPath());
    put(fields, "bead_prefix", request.beadPrefix());
    put(fields, "git_credential_id", request.gitCredentialId());
    check(
        fields,
        request.gitAuthMethod(),
        request.gitStrategy(),
        request.context(),
        request.gitConfigOptions());
    return new NewProject(
        id,
        name,
        text(request.gitRepo()),
        text(request.branch()),
        text(request.beadsPath()),
        text(request.beadPrefix()),
        auth(request.gitAuthMethod()),
        strategy(request.gitStrategy()),
        Boolean.TRUE.equals(request.isPerpetual()),
        Boolean.TRUE.equals(request.isSticky()),
        context(request.context()),
        GitSettings.NONE.with(
            credential(request.gitCredentialId()), context(request.gitConfigOptions())));
  }

  static ProjectUpdate toUpdate(UpdateProjectRequest request) {
    var fields = new LinkedHashMap<String, String>();
    put(fields, "name", request.name());
    put(fields, "git_repo", request.gitRepo());
    put(fields, "branch", request.branch());
    put(fields, "beads_path", request.beadsPath());
    put(fields, "git_credential_id", request.gitCredentialId());
    check(
        fields,
        request.gitAuthMethod(),
        request.gitStrategy(),
        request.context(),
        request.gitConfigOptions());
    return new ProjectUpdate(
        request.name(),
        request.gitRepo(),
        request.branch(),
        request.beadsPath(),
        auth(request.gitAuthMethod()),
        strategy(request.gitStrategy()),
        request.isPerpetual(),
        request.isSticky(),
        context(request.context()),
        credential(request.gitCredentialId()),
        context(request.gitConfigOptions()));
  }

  private static void check(
      Map<String, String> fields,
      @Nullable String auth,
      @Nullable String strategy,
      @Nullable Map<String, String> context,
      @Nullable Map<String, String> options) {
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
    context(options)
        .forEach((name, value) ->
            GitSettings.problemWithOption(name, text(value))
                .ifPresent(problem -> invalid.add("git_config_options", problem)));
    invalid.check();
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

  private static @Nullable String credential(@Nullable String value) {
    return text(value).isEmpty() ? null : text(value);
  }

  private static Map<String, String> context(@Nullable Map<String, String> context) {
    return context == null ? Map.of() : context;
  }
}
