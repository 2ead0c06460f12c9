package io.loom.server.bead.file;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// What a project's file of beads is to become, and which changes that brings into git.
///
/// @param bytes the whole file, to be committed; whoever gets them does not change them
@SuppressWarnings("ArrayRecordComponent") // a file; two of them are never compared
public record PendingFile(String projectId, byte[] bytes, List<Written> written) {
  /// A bead in the file.
  ///
  /// @param revision of the bead when the file was made
  /// @param document of the bead at that revision
  /// @param line what the file says, which may hold others' changes too
  public record Written(String beadId, long revision, String document, String line) {}

  public PendingFile {
    written = List.copyOf(written);
  }

  /// The revision that each changed bead has in the file.
  public Map<String, Long> revisions() {
    return written.stream().collect(Collectors.toMap(Written::beadId, Written::revision));
  }
}
