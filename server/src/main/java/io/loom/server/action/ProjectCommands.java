package io.loom.server.action;

/// A project's own command lines, read by a shell in the weaver only. Empty where it has none.
///
/// @param setup runs once in a new workspace, before the agent
public record ProjectCommands(String build, String test, String setup) {
  public static final ProjectCommands NONE = new ProjectCommands("", "", "");
}
