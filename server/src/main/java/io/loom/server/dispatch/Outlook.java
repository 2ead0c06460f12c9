package io.loom.server.dispatch;

/// A snapshot that is asked many questions: what each answer needs is worked out once.
///
/// @param choice that nobody has taken an agent from
record Outlook(DispatchSnapshot snapshot, AgentChoice choice, boolean isAnyProviderUsable) {
  static Outlook of(DispatchSnapshot snapshot) {
    return new Outlook(
        snapshot,
        new AgentChoice(snapshot.idleWithProvider(), snapshot.agents()),
        snapshot.providers().values().stream().anyMatch(choice -> choice.isPresent()));
  }
}
