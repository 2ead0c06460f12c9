package io.loom.server.source;

import io.loom.base.ProblemException;
import io.loom.base.ProblemType;
import io.loom.ground.http.Invalid;
import io.loom.server.git.GitException;
import java.util.List;
import java.util.Map;

/// What the API of repositories refuses with.
final class SourceProblems {
  private static final ProblemType NO_PROJECT =
      new ProblemType("project-not-found", 404, "No such project");
  private static final ProblemType NOT_FETCHED =
      new ProblemType("repository-not-fetched", 409, "The repository is not there yet");
  private static final ProblemType NO_FILE =
      new ProblemType("file-not-found", 404, "No such file in the repository");
  private static final ProblemType NO_REFERENCE =
      new ProblemType("reference-not-found", 404, "No such branch or commit");
  private static final ProblemType FILE_TOO_LARGE =
      new ProblemType("file-too-large", 413, "The file is too large to be shown");
  private static final ProblemType GIT_FAILED =
      new ProblemType("git-failed", 409, "Git could not do it");
  private static final ProblemType PROTECTED =
      new ProblemType("branch-protected", 409, "The branch is protected");
  private static final ProblemType BUSY =
      new ProblemType("branch-busy", 409, "Somebody else changes the branch");
  private static final ProblemType MOVED =
      new ProblemType("branch-moved", 409, "The branch has other commits meanwhile");
  private static final ProblemType REFUSED =
      new ProblemType("push-refused", 409, "The git server refuses the push");
  private static final ProblemType CONFLICT =
      new ProblemType("sync-conflict", 409, "Changes contradict each other");

  private SourceProblems() {}

  static Source opened(Opening opening) {
    return switch (opening) {
      case Opening.Opened(var source) -> source;
      case Opening.NoSuchProject(var id) -> throw noProject(id);
      case Opening.NotFetched(var id, var why) -> throw notFetched(id, why);
      case Opening.NoSuchReference(var reference) ->
          throw NO_REFERENCE.because(
              "The repository has no branch or commit %s.".formatted(reference), Map.of());
    };
  }

  static ProblemException noProject(String id) {
    return NO_PROJECT.because("There is no project %s.".formatted(id), Map.of());
  }

  static ProblemException notFetched(String id, String why) {
    return NOT_FETCHED.because(
        "The repository of project %s cannot be read: %s GET /api/v1/projects/%s/state says more."
            .formatted(id, why, id),
        Map.of());
  }

  static ProblemException noFile(String path) {
    return NO_FILE.because("The commit has no %s.".formatted(path), Map.of());
  }

  static ProblemException tooLarge(String path, long size, long most) {
    return FILE_TOO_LARGE.because(
        "%s has %d bytes; %d are shown at most.".formatted(path, size, most),
        Map.of("size", size, "limit", most));
  }

  static ProblemException gitFailed(GitException e) {
    return GIT_FAILED.because(String.valueOf(e.getMessage()), Map.of());
  }

  static ProblemException isProtected(String branch) {
    return PROTECTED.because(
        "The branch %s is protected: name another one, and open a pull request.".formatted(branch),
        Map.of("branch", branch));
  }

  static ProblemException busy(String branch) {
    return BUSY.because(
        "The branch %s is being changed by the merge queue or by somebody else; try again."
            .formatted(branch),
        Map.of("branch", branch));
  }

  static ProblemException moved(String branch) {
    return MOVED.because(
        "The branch %s has commits that this change does not know; sync, and try again."
            .formatted(branch),
        Map.of("branch", branch));
  }

  static ProblemException refused(String reason) {
    return REFUSED.because("The git server says: %s.".formatted(reason), Map.of());
  }

  static ProblemException conflict(List<String> paths) {
    return CONFLICT.because(
        "Nothing was changed: what was changed in the worktree and on the branch contradict each"
            + " other in %s.".formatted(String.join(", ", paths)),
        Map.of("paths", paths));
  }

  static ProblemException forbidden(String field, String path, String reason) {
    return Invalid.field(field, "%s: %s".formatted(path, reason));
  }
}
