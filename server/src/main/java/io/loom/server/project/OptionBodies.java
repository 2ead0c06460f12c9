package io.loom.server.project;

import io.loom.api.CreateProjectRequest;
import io.loom.api.MilestoneRequest;
import io.loom.api.UpdateProjectRequest;
import io.loom.ground.http.Json;
import io.loom.server.milestone.MilestoneEdit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The optional parts of request bodies, and what is wrong with them.
final class OptionBodies {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");
  private static final int LARGEST_ATTRIBUTES = 64 * 1024;
  private static final int MOST_MILESTONES = 200;

  private OptionBodies() {}

  static ProjectOptions.Change of(CreateProjectRequest request) {
    return new ProjectOptions.Change(
        request.parentId(),
        request.gitCredentialId(),
        withoutNulls(request.gitConfigOptions()),
        withoutNulls(request.attributes()),
        request.protectedBranches(),
        request.dueDate());
  }

  static ProjectOptions.Change of(UpdateProjectRequest request) {
    return new ProjectOptions.Change(
        request.parentId(),
        request.gitCredentialId(),
        withoutNulls(request.gitConfigOptions()),
        withoutNulls(request.attributes()),
        request.protectedBranches(),
        request.dueDate());
  }

  static List<MilestoneRequest> milestones(CreateProjectRequest request) {
    List<MilestoneRequest> milestones = request.milestones();
    return milestones == null ? List.of() : milestones;
  }

  /// An absent value removes a key, as an empty one does.
  @SuppressWarnings("unchecked") // "" is a value of both kinds of maps
  private static <V> @Nullable Map<String, V> withoutNulls(@Nullable Map<String, V> map) {
    if (map == null) {
      return null;
    }
    var values = new TreeMap<String, V>();
    map.forEach((key, value) -> values.put(key, value == null ? (V) "" : value));
    return values;
  }

  static Map<String, String> problems(
      ProjectOptions.Change options, @Nullable List<MilestoneRequest> milestones) {
    var problems = new LinkedHashMap<String, String>();
    id(problems, "parent_id", options.parentId());
    var credential = options.gitCredentialId();
    if (credential != null && !credential.isBlank()) {
      GitSettings.problemWithCredentialId(credential.strip())
          .ifPresent(problem -> problems.put("git_credential_id", problem));
    }
    var settings = options.gitConfigOptions();
    if (settings != null) {
      settings.forEach((name, value) ->
          GitSettings.problemWithOption(name, value)
              .ifPresent(problem -> problems.put("git_config_options", problem)));
    }
    var attributes = options.attributes();
    if (attributes != null && Json.write(attributes).length() > LARGEST_ATTRIBUTES) {
      problems.put(
          "attributes", "attributes are larger than %d bytes.".formatted(LARGEST_ATTRIBUTES));
    }
    var branches = options.protectedBranches();
    if (branches != null) {
      ProtectedBranches.problemWith(branches)
          .ifPresent(problem -> problems.put("protected_branches", problem));
    }
    if (milestones != null) {
      milestones(problems, milestones);
    }
    return problems;
  }

  private static void milestones(Map<String, String> problems, List<MilestoneRequest> milestones) {
    if (milestones.size() > MOST_MILESTONES) {
      problems.put("milestones", "There are more than %d milestones.".formatted(MOST_MILESTONES));
    }
    for (int i = 0; i < milestones.size(); i++) {
      var at = "milestones/%d/".formatted(i);
      if (milestones.get(i) == null) {
        problems.put(at, "A milestone is a JSON object.");
      } else {
        MilestoneEdit.problems(milestones.get(i), true)
            .forEach((field, problem) -> problems.put(at + field, problem));
      }
    }
  }

  private static void id(Map<String, String> problems, String field, @Nullable String value) {
    if (value != null && !value.isBlank() && !ID.matcher(value.strip()).matches()) {
      problems.put(field, "%s is not an id.".formatted(field));
    }
  }
}
