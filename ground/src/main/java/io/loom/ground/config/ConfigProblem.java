package io.loom.ground.config;

/// One thing that is wrong with the settings, in words for whoever wrote them.
///
/// @param file the name of the file as the user gave it
/// @param line counted from 1; 0 if the problem has no line
/// @param key the full path such as `server.http_port`; empty if the problem is none of one key
/// @param message what is wrong and how to write it
public record ConfigProblem(String file, int line, String key, String message) {
  @Override
  public String toString() {
    var place = line > 0 ? file + ":" + line : file;
    return key.isEmpty() ? place + ": " + message : place + ": " + key + ": " + message;
  }
}
