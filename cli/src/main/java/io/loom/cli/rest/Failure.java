package io.loom.cli.rest;

import java.util.ArrayList;
import java.util.List;

/// Ends a command. One place prints its sentences and ends the process with its exit code.
public final class Failure extends RuntimeException {
  /// Whose fault it is. The exit codes are public: scripts test them.
  public enum Kind {
    /// The server refused, or there is no such thing.
    REFUSED(1),
    /// The command line makes no sense.
    USAGE(2),
    /// No Loom server answered.
    NOT_REACHED(3);

    private final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }

    public int exitCode() {
      return exitCode;
    }
  }

  private final Kind kind;
  private final int status;
  private final transient List<String> sentences;

  private Failure(Kind kind, int status, List<String> sentences) {
    super(String.join(" ", sentences));
    this.kind = kind;
    this.status = status;
    this.sentences = List.copyOf(sentences);
  }

  public static Failure usage(String sentence) {
    return new Failure(Kind.USAGE, 0, List.of(sentence));
  }

  public static Failure notReached(String... sentences) {
    return new Failure(Kind.NOT_REACHED, 0, List.of(sentences));
  }

  /// @param status the HTTP status; 0 when the refusal is our own
  public static Failure refused(int status, List<String> sentences) {
    return new Failure(Kind.REFUSED, status, sentences);
  }

  /// The same, and what to do about it.
  ///
  /// @param remedy a sentence; blank when there is none
  Failure with(String remedy) {
    if (remedy.isBlank()) {
      return this;
    }
    var more = new ArrayList<>(sentences);
    more.add(remedy);
    return new Failure(kind, status, more);
  }

  /// The HTTP status; 0 when the refusal is our own.
  public int status() {
    return status;
  }

  public Kind kind() {
    return kind;
  }

  public List<String> sentences() {
    return sentences;
  }

  /// Whether the same request may well succeed a little later.
  public boolean mayPass() {
    return kind == Kind.NOT_REACHED || status >= 500 || status == 429;
  }
}
