package io.loom.server.run;

import java.util.List;

/// What a run asks at the limit of its budget. The options are stored and public.
final class BudgetQuestion {
  static final String CONTINUE = "continue";
  static final String STOP = "stop";
  static final List<String> OPTIONS = List.of(CONTINUE, STOP);

  private BudgetQuestion() {}
}
