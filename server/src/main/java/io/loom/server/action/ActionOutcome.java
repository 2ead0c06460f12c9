package io.loom.server.action;

import io.loom.weaver.ExecResult.Ending;

/// What came of an action in the workspace. Both texts are free of control characters; what they
/// say was written by programs and files that nobody vouches for.
///
/// @param ok whether the agent got what it asked for
/// @param text for the model, cut to what is worth its context
/// @param fullText for the journal, at most 1 MiB
/// @param exitCode of the command behind it; 0 or 1 where there was none
public record ActionOutcome(boolean ok, String text, String fullText, int exitCode, Ending ending) {
  static ActionOutcome done(String text) {
    return done(text, text);
  }

  static ActionOutcome done(String text, String fullText) {
    return new ActionOutcome(true, text, OutputCut.journal(fullText), 0, Ending.EXITED);
  }

  /// The action was not done; the text says why and what to do instead.
  static ActionOutcome refused(String text) {
    return new ActionOutcome(false, text, text, 1, Ending.EXITED);
  }
}
