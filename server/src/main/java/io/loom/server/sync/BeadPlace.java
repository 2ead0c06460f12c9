package io.loom.server.sync;

import io.loom.server.bead.file.BeadEra;
import io.loom.server.git.GitException;
import io.loom.server.git.Mirror;
import io.loom.server.project.Project;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// Where a project's beads lie in its repository.
///
/// @param commit the newest one of the branch
@SuppressWarnings("ArrayRecordComponent") // a file, read once
record BeadPlace(String branch, String commit, byte[] content) {
  /// Where beads go when the repository has none yet, or keeps them apart from the code.
  static final String SYNC_BRANCH = "beads-sync";

  /// What is the truth of the beads, as the project's branch says.
  ///
  /// @param metadata the text of `metadata.json`, empty if there is none
  record Truth(BeadEra era, String metadata) {}

  static Truth truth(Mirror mirror, Project project) throws GitException {
    var head = mirror.head(project.branch());
    if (head.isEmpty()) {
      return new Truth(new BeadEra.None(), "");
    }
    var folder = project.beadsPath();
    var metadata = text(mirror, head.get(), folder + "/metadata.json");
    var redirect = text(mirror, head.get(), folder + "/redirect");
    return new Truth(BeadEra.of(mirror.names(head.get(), folder), metadata, redirect), metadata);
  }

  private static String text(Mirror mirror, String commit, String path) throws GitException {
    return mirror
        .file(commit, path)
        .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
        .orElse("");
  }

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
