package io.loom.server.credential;

import io.loom.base.ProblemException;
import io.loom.base.ProblemType;
import io.loom.server.project.Project;
import java.util.Map;

/// What the API of keys refuses with.
final class CredentialProblems {
  private static final ProblemType NO_PROJECT =
      new ProblemType("project-not-found", 404, "No such project");
  private static final ProblemType NOT_SSH =
      new ProblemType("project-not-ssh", 400, "The project does not use SSH");

  private CredentialProblems() {}

  static ProblemException noSuchProject(String id) {
    return NO_PROJECT.because("There is no project %s.".formatted(id), Map.of());
  }

  static ProblemException notSsh(Project project) {
    return NOT_SSH.because(
        "Project %s has no deploy key: its git_auth_method is %s. Set it to ssh for one."
            .formatted(project.id(), project.gitAuthMethod().wireName()),
        Map.of("auth_method", project.gitAuthMethod().wireName()));
  }
}
