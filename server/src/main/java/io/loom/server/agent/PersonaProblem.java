package io.loom.server.agent;

/// Why a persona file is left out.
///
/// @param path of the file
/// @param line counted from 1; 0 when it is the file as a whole
/// @param reason says what to change
public record PersonaProblem(String path, int line, String reason) {
  @Override
  public String toString() {
    return line == 0 ? path + ": " + reason : "%s:%d: %s".formatted(path, line, reason);
  }
}
