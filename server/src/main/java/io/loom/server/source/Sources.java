package io.loom.server.source;

import io.loom.server.git.GitException;
import io.loom.server.git.Mirrors;
import io.loom.server.project.GitAddress;
import io.loom.server.project.ProjectService;
import io.loom.server.reach.Actor;
import java.util.Optional;
import java.util.regex.Pattern;

/// Opens repositories for reading, as of the last fetch. Safe for many threads.
final class Sources {
  private static final Pattern COMMIT = Pattern.compile("[0-9a-fA-F]{7,64}");

  private final ProjectService projects;
  private final Mirrors mirrors;

  Sources(ProjectService projects, Mirrors mirrors) {
    this.projects = projects;
    this.mirrors = mirrors;
  }

  /// Whether somebody may name a branch or a commit like this.
  static boolean isReference(String text) {
    return COMMIT.matcher(text).matches() || GitAddress.problemWithBranch(text).isEmpty();
  }

  /// @param reference a branch or a commit; the project's branch when empty
  Opening open(Actor actor, String projectId, String reference) throws GitException {
    var found = projects.find(actor, projectId);
    if (found.isEmpty()) {
      return new Opening.NoSuchProject(projectId);
    }
    var project = found.get();
    if (!mirrors.has(projectId)) {
      return new Opening.NotFetched(projectId, "It was not fetched yet.");
    }
    var history = mirrors.history(projectId);
    var wanted = reference.isEmpty() ? project.branch() : reference;
    var commit = isReference(wanted) ? history.resolve(wanted) : Optional.<String>empty();
    if (commit.isEmpty()) {
      return reference.isEmpty()
          ? new Opening.NotFetched(projectId, "It has no branch %s.".formatted(wanted))
          : new Opening.NoSuchReference(reference);
    }
    return new Opening.Opened(new Source(project, commit.get(), mirrors.files(projectId), history));
  }
}
