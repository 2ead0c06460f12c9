package io.loom.server.merge;

import io.loom.server.action.ProjectCommands;
import io.loom.server.gate.CommandDetection;
import io.loom.server.git.Remote;
import io.loom.weaver.Egress;
import java.util.Set;

/// What merging needs to know of a project.
///
/// @param beadsPath where a change alone does not move the base
/// @param commands as the project sets them; empty ones are detected
public record MergeTarget(
    Remote remote, String beadsPath, ProjectCommands commands, Egress egress) {
  /// @param names at the top of the repository
  public ProjectCommands commands(Set<String> names) {
    return CommandDetection.complete(commands, names);
  }
}
