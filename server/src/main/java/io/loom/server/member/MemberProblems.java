package io.loom.server.member;

import io.loom.base.ProblemException;
import io.loom.base.ProblemType;
import io.loom.ground.http.HttpProblems;
import java.util.Map;

/// What the API of members refuses with.
final class MemberProblems {
  private static final ProblemType NO_PROJECT =
      new ProblemType("project-not-found", 404, "No such project");

  private MemberProblems() {}

  static ProblemException noSuchProject(String id) {
    return NO_PROJECT.because("There is no project %s.".formatted(id), Map.of());
  }

  static ProblemException notAllowed() {
    return HttpProblems.FORBIDDEN.because(
        "Only the project's owners, and who has the permission projects:admin, say who is in.",
        Map.of("permission", "projects:admin"));
  }
}
