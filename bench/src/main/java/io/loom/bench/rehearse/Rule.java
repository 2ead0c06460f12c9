package io.loom.bench.rehearse;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One reply and the conversations it answers: those for which all conditions hold.
///
/// @param name where the rule stands in the script, as `rules[2]` or `beads.demo-a1f[0]`
/// @param times how often it answers before it lets later rules have a turn; null: always
record Rule(String name, List<Condition> conditions, @Nullable Integer times, Reply reply) {
  Rule {
    conditions = List.copyOf(conditions);
  }

  boolean matches(Conversation conversation) {
    return conditions.stream().allMatch(condition -> condition.holds(conversation));
  }
}
