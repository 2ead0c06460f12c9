package io.loom.server.project;

import java.text.Normalizer;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A project that somebody wants, from the API or from the config file. Valid once built.
///
/// @param id derived from the name when it is blank
/// @param beadsPath `.beads` when it is blank
/// @param beadPrefix derived from the id when it is blank
/// @param gitAuthMethod guessed from the address when it is absent
/// @param gitStrategy direct when it is absent
public record NewProject(
    String id,
    String name,
    String gitRepo,
    String branch,
    String beadsPath,
    String beadPrefix,
    @Nullable GitAuthMethod gitAuthMethod,
    @Nullable GitStrategy gitStrategy,
    boolean isPerpetual,
    boolean isSticky,
    Map<String, String> context,
    ProjectOptions options) {
  /// A project without options.
  public NewProject(
      String id,
      String name,
      String gitRepo,
      String branch,
      String beadsPath,
      String beadPrefix,
      @Nullable GitAuthMethod gitAuthMethod,
      @Nullable GitStrategy gitStrategy,
      boolean isPerpetual,
      boolean isSticky,
      Map<String, String> context) {
    this(
        id,
        name,
        gitRepo,
        branch,
        beadsPath,
        beadPrefix,
        gitAuthMethod,
        gitStrategy,
        isPerpetual,
        isSticky,
        context,
        ProjectOptions.NONE);
  }

  /// @throws IllegalArgumentException saying all that is wrong
  public NewProject {
    id = id.isBlank() ? slug(name) : id.strip();
    name = name.strip();
    gitRepo = gitRepo.strip();
    branch = branch.strip();
    beadsPath = beadsPath.isBlank() ? ".beads" : beadsPath.strip();
    beadPrefix = beadPrefix.isBlank() ? prefix(id) : beadPrefix.strip();
    context = Map.copyOf(context);
    var problems = ProjectFields.problems(fields(id, name, gitRepo, branch, beadsPath, beadPrefix));
    if (!problems.isEmpty()) {
      throw new IllegalArgumentException(String.join(" ", problems.values()));
    }
  }

  private static Map<String, String> fields(
      String id, String name, String gitRepo, String branch, String beadsPath, String beadPrefix) {
    var fields = new LinkedHashMap<String, String>();
    fields.put("id", id);
    fields.put("name", name);
    fields.put("git_repo", gitRepo);
    fields.put("branch", branch);
    fields.put("beads_path", beadsPath);
    fields.put("bead_prefix", beadPrefix);
    return fields;
  }

  /// A name as an id: `My New App` is `my-new-app`. Empty when the name has no letter or digit.
  static String slug(String name) {
    var plain = Normalizer.normalize(name, Normalizer.Form.NFKD).replaceAll("\\p{M}+", "");
    var words = plain.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    var slug = words.replaceAll("^-|-$", "");
    return slug.length() <= 63 ? slug : slug.substring(0, 63).replaceAll("-$", "");
  }

  private static String prefix(String id) {
    var slug = slug(id);
    return slug.length() <= 32 ? slug : slug.substring(0, 32).replaceAll("-$", "");
  }
}
