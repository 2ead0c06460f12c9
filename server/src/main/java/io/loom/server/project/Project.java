package io.loom.server.project;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A git repository whose beads agents work on.
///
/// @param beadsPath where the beads lie, relative to the repository
/// @param isPerpetual never closed
/// @param isSticky made again at each start if it is in the config file
/// @param context free settings by name; [#setting] names those that Loom knows
/// @param headCommit the newest commit of the branch that Loom has seen
/// @param beadsBranch the branch that the beads are committed to, once it is known
/// @param syncedAt when the repository was last fetched
/// @param createdBy the user who made it; absent when the server did
/// @param beadsCommit the newest commit of that branch whose beads were imported
public record Project(
    String id,
    String name,
    String gitRepo,
    String branch,
    String beadsPath,
    String beadPrefix,
    GitAuthMethod gitAuthMethod,
    GitStrategy gitStrategy,
    ProjectStatus status,
    boolean isPerpetual,
    boolean isSticky,
    Map<String, String> context,
    ProjectOptions options,
    Readiness readiness,
    @Nullable String headCommit,
    @Nullable String beadsBranch,
    @Nullable String beadsCommit,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant closedAt,
    @Nullable Instant syncedAt,
    @Nullable String createdBy) {
  /// The shell command that builds the project, in a weaver.
  public static final String BUILD_COMMAND = "build_command";

  /// The shell command that tests the project, in a weaver.
  public static final String TEST_COMMAND = "test_command";

  /// The shell command that prepares a fresh workspace, in a weaver.
  public static final String SETUP_COMMAND = "setup_command";

  /// The hosts that the project's weavers may reach, separated by commas.
  public static final String EGRESS = "egress";

  /// Who looks at a green result before it is merged.
  public static final String REVIEW = "review";

  public Project {
    context = Collections.unmodifiableMap(new TreeMap<>(context));
  }

  /// A value of the context, empty when it has none under this key.
  public String setting(String key) {
    return context.getOrDefault(key, "");
  }

  /// What git needs to get at the repository, besides its address and the method.
  public GitSettings git() {
    return options.git();
  }

  /// The hosts that its weavers may reach.
  public List<String> egressHosts() {
    return Arrays.stream(setting(EGRESS).split(",", -1))
        .map(String::strip)
        .filter(host -> !host.isEmpty())
        .toList();
  }

  /// Whether nobody may push to a branch directly.
  public boolean protects(String branch) {
    return ProtectedBranches.of(this).protects(branch);
  }

  /// Whether it takes work at all, ready or not.
  public boolean isOpen() {
    return status != ProjectStatus.CLOSED;
  }
}
