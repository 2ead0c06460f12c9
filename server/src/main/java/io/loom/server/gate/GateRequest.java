package io.loom.server.gate;

import io.loom.server.action.ProjectCommands;
import io.loom.weaver.Egress;

/// A commit to prove.
///
/// @param id names the weaver; the same id again replaces what an interrupted gate left
public record GateRequest(
    String id, String projectId, String commit, ProjectCommands commands, Egress egress) {}
