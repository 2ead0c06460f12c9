package io.loom.bench.rehearse;

/// A script that cannot be read, or says what makes no sense. The message names file and line.
public final class ScriptException extends Exception {
  private static final long serialVersionUID = 1L;

  ScriptException(String message) {
    super(message);
  }

  ScriptException(String message, Throwable cause) {
    super(message, cause);
  }
}
