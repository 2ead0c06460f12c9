package io.loom.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.cli.rest.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What of a project can be changed, as options.
final class ProjectFields {
  @Option(names = "--name", description = "What people call it.")
  private @Nullable String name;

  @Option(names = "--repo", paramLabel = "URL", description = "The git repository.")
  private @Nullable String repository;

  @Option(names = "--branch", description = "Where results are merged.")
  private @Nullable String branch;

  @Option(names = "--beads-path", paramLabel = "PATH", description = "Its beads' folder.")
  private @Nullable String beadsPath;

  @Option(names = "--strategy", description = "direct or branch-pr.")
  private @Nullable String strategy;

  @Option(names = "--auth", description = "none, ssh, token, basic or git-helper.")
  private @Nullable String auth;

  @Option(names = "--credential", paramLabel = "ID", description = "What git servers are shown.")
  private @Nullable String credential;

  @Option(names = "--parent", paramLabel = "ID", description = "The project it is a part of.")
  private @Nullable String parent;

  @Option(names = "--due", paramLabel = "DATE", description = "Such as 2026-03-01.")
  private @Nullable String due;

  @Option(
      names = "--protect",
      paramLabel = "BRANCH",
      description = "Nobody pushes there directly; a name or a glob, may be repeated.")
  private @Nullable List<String> protectedBranches;

  @Option(names = "--build", paramLabel = "COMMAND", description = "Proves that a result builds.")
  private @Nullable String build;

  @Option(names = "--test", paramLabel = "COMMAND", description = "Proves that a result works.")
  private @Nullable String test;

  @Option(names = "--setup", paramLabel = "COMMAND", description = "Readies a fresh workspace.")
  private @Nullable String setup;

  @Option(names = "--perpetual", negatable = true, description = "It is never closed.")
  private @Nullable Boolean perpetual;

  @Option(names = "--sticky", negatable = true, description = "It comes back at each start.")
  private @Nullable Boolean sticky;

  /// A request with what was said, empty when nothing was.
  ObjectNode body() {
    var body = Json.object();
    Bodies.put(body, "name", name);
    Bodies.put(body, "git_repo", repository);
    Bodies.put(body, "branch", branch);
    Bodies.put(body, "beads_path", beadsPath);
    Bodies.put(body, "git_strategy", strategy);
    Bodies.put(body, "git_auth_method", auth);
    Bodies.put(body, "git_credential_id", credential);
    Bodies.put(body, "parent_id", parent);
    Bodies.put(body, "due_date", due == null ? null : ProjectMilestones.time(due));
    Bodies.put(body, "protected_branches", protectedBranches);
    if (perpetual != null) {
      body.put("is_perpetual", perpetual);
    }
    if (sticky != null) {
      body.put("is_sticky", sticky);
    }
    if (build != null || test != null || setup != null) {
      var context = body.putObject("context");
      Bodies.put(context, "build_command", build);
      Bodies.put(context, "test_command", test);
      Bodies.put(context, "setup_command", setup);
    }
    return body;
  }
}
