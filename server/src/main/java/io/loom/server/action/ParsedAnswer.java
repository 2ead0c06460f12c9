package io.loom.server.action;

import java.util.List;

/// What was found in an answer of a model.
public sealed interface ParsedAnswer {
  /// @param calls in the order they were written, at least one
  /// @param notes what the model said beside them, may be empty
  record Calls(List<Call> calls, String notes) implements ParsedAnswer {
    public Calls {
      calls = List.copyOf(calls);
      if (calls.isEmpty()) {
        throw new IllegalArgumentException("no calls");
      }
    }
  }

  /// @param text what the model said instead, without its thoughts
  record NoActions(String text) implements ParsedAnswer {}

  /// One action, or one attempt at it.
  ///
  /// @param callId by which the result is sent back; numbered by us where the model gave none
  /// @param name as the model wrote it; empty when it could not be read
  record Call(String callId, String name, Result result) {}

  /// Whether a call can be done.
  sealed interface Result {}

  record Parsed(Action action) implements Result {}

  /// @param reason for the model: which field is wrong, and how it is written
  record Invalid(String reason) implements Result {}
}
