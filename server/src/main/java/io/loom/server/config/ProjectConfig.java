package io.loom.server.config;

import io.loom.ground.config.Default;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One entry of `projects`: a project that is there from the first start.
///
/// @param name what people see; without one, the id
/// @param gitRepo an address or folder; empty or `.` means the folder that Loom runs in
/// @param beadsPath the folder of the beads inside the repository
/// @param gitCredentialId of the credential for `token` and `basic`
/// @param isPerpetual whether it can never be closed
/// @param isSticky whether it is made again at a start that finds it missing
/// @param context what agents should know, such as `build_command` and `test_command`
public record ProjectConfig(
    String id,
    @Nullable String name,
    @Default("") String gitRepo,
    @Default("main") String branch,
    @Default(".beads") String beadsPath,
    @Default("none") GitAuthMethod gitAuthMethod,
    @Default("direct") GitStrategy gitStrategy,
    @Nullable String gitCredentialId,
    @Default("false") boolean isPerpetual,
    @Default("false") boolean isSticky,
    Map<String, String> context) {
  /// The constant in lower case is the setting's value.
  public enum GitAuthMethod {
    NONE,
    SSH,
    TOKEN,
    BASIC,
    GIT_HELPER
  }

  /// How results reach the branch. The constant in lower case, with `-`, is the setting's value.
  public enum GitStrategy {
    DIRECT,
    BRANCH_PR
  }

  public ProjectConfig {
    context = Map.copyOf(context);
    if (!id.matches("[a-z0-9][a-z0-9-]{0,62}")) {
      throw new IllegalArgumentException(
          "projects.id is \"%s\"; write lower-case letters, digits and -, 63 at most"
              .formatted(id));
    }
    Checks.notBlank("projects.branch", branch);
    checkInside(beadsPath);
  }

  /// What people see.
  public String displayName() {
    return name == null ? id : name;
  }

  private static void checkInside(String beadsPath) {
    var path = Path.of(beadsPath).normalize();
    if (beadsPath.isBlank() || path.isAbsolute() || path.startsWith("..")) {
      throw new IllegalArgumentException(
          "projects.beads_path is \"%s\"; write a folder inside the repository, like .beads"
              .formatted(beadsPath));
    }
  }
}
