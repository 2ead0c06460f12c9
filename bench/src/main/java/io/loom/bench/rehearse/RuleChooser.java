package io.loom.bench.rehearse;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicIntegerArray;

/// Finds the rule for a conversation, and counts the rules that answer a limited number of times.
/// Safe for many threads.
final class RuleChooser {
  private final List<Rule> rules;
  private final AtomicIntegerArray used;

  RuleChooser(List<Rule> rules) {
    this.rules = List.copyOf(rules);
    this.used = new AtomicIntegerArray(rules.size());
  }

  Optional<Rule> choose(Conversation conversation) {
    for (int i = 0; i < rules.size(); i++) {
      if (rules.get(i).matches(conversation) && mayAnswer(i)) {
        return Optional.of(rules.get(i));
      }
    }
    return Optional.empty();
  }

  private boolean mayAnswer(int index) {
    var times = rules.get(index).times();
    return times == null || used.getAndIncrement(index) < times;
  }
}
