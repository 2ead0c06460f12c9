package io.loom.server.dispatch;

import io.loom.server.agent.Agent;
import io.loom.server.bead.Bead;
import io.loom.server.provider.ProviderChoice;
import java.util.List;
import java.util.Map;

/// What dispatch is to do.
///
/// @param assignments in the order in which they were chosen
/// @param escalations beads that were dispatched too often and need a decision
/// @param held why each looked-at bead gets no agent now, by bead id
record DispatchPlan(
    List<Assignment> assignments, List<Bead> escalations, Map<String, String> held) {
  record Assignment(Bead bead, Agent agent, ProviderChoice provider) {}
}
