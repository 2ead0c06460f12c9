package io.loom.server.project;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The rules for the single fields of a project, by their JSON names.
final class ProjectFields {
  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,62}");
  private static final Pattern PREFIX = Pattern.compile("[a-z0-9]([a-z0-9_-]{0,30}[a-z0-9])?");
  private static final Set<String> RESERVED = Set.of("git", "bootstrap");
  private static final int LONGEST_TEXT = 2_000;

  private ProjectFields() {}

  /// What is wrong with these fields, by name, in their order.
  static Map<String, String> problems(Map<String, String> fields) {
    var problems = new LinkedHashMap<String, String>();
    fields.forEach(
        (field, value) -> problem(field, value).ifPresent(problem -> problems.put(field, problem)));
    return problems;
  }

  private static Optional<String> problem(String field, String value) {
    if (value.length() > LONGEST_TEXT) {
      return Optional.of("%s is longer than %d characters.".formatted(field, LONGEST_TEXT));
    }
    return switch (field) {
      case "id" ->
          RESERVED.contains(value)
              ? Optional.of("The id %s is taken by a route of the API.".formatted(value))
              : unless(
                  ID.matcher(value).matches(),
                  "id is 1 to 63 letters, digits, dots, hyphens and underscores.");
      case "bead_prefix" ->
          unless(
              PREFIX.matcher(value).matches(),
              "bead_prefix is 1 to 32 lower case letters, digits, hyphens and underscores.");
      case "name" -> unless(!value.isBlank(), "name is required.");
      case "git_repo" ->
          value.isBlank() ? Optional.of("git_repo is required.") : GitAddress.problemWith(value);
      case "branch" ->
          value.isBlank()
              ? Optional.of("branch is required.")
              : GitAddress.problemWithBranch(value);
      case "beads_path" -> GitAddress.problemWithPath(value);
      default -> throw new IllegalArgumentException("a project has no field " + field);
    };
  }

  private static Optional<String> unless(boolean fine, String problem) {
    return fine ? Optional.empty() : Optional.of(problem);
  }
}
