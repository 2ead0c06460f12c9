package io.loom.weaver;

import java.util.List;
import java.util.Map;

/// One command to run.
///
/// @param command program and arguments; no shell looks at them
/// @param directory relative to the workspace, empty for the workspace itself
/// @param environment added to the weaver's own
/// @param input what the command reads on stdin
@SuppressWarnings("ArrayRecordComponent") // copied on the way in and out
public record ExecRequest(
    List<String> command,
    String directory,
    Map<String, String> environment,
    byte[] input,
    Limits limits) {
  public ExecRequest {
    if (command.isEmpty()) {
      throw new IllegalArgumentException("a command without a program");
    }
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
    input = input.clone();
  }

  public static ExecRequest of(Limits limits, String... command) {
    return new ExecRequest(List.of(command), "", Map.of(), new byte[0], limits);
  }

  /// A project's own command line, which a shell inside the weaver reads.
  public static ExecRequest shell(Limits limits, String commandLine) {
    return of(limits, "/bin/sh", "-c", commandLine);
  }

  public ExecRequest withInput(byte[] newInput) {
    return new ExecRequest(command, directory, environment, newInput, limits);
  }

  @Override
  public byte[] input() {
    return input.clone();
  }
}
