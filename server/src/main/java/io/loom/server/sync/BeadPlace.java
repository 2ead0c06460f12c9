package io.loom.server.sync;

import io.loom.server.git.GitException;
import io.loom.server.git.Mirror;
import io.loom.server.project.Project;
import java.util.List;
import java.util.Optional;

/// Where a project's beads lie in its repository.
///
/// @param commit the newest one of the branch
@SuppressWarnings("ArrayRecordComponent") // a file, read once
record BeadPlace(String branch, String commit, byte[] content) {
  /// Where beads go when the repository has none yet, or keeps them apart from the code.
  static final String SYNC_BRANCH = "beads-sync";

  static String path(Project project) {
    return project.beadsPath() + "/issues.jsonl";
  }

  /// The project's own branch if the file is there, else the branch kept for beads.
  static Optional<BeadPlace> find(Mirror mirror, Project project) throws GitException {
    for (var branch : List.of(project.branch(), SYNC_BRANCH)) {
      var head = mirror.head(branch);
      if (head.isPresent()) {
        var content = mirror.file(head.get(), path(project));
        if (content.isPresent()) {
          return Optional.of(new BeadPlace(branch, head.get(), content.get()));
        }
      }
    }
    return Optional.empty();
  }
}
