package io.loom.server.agent;

/// An agent that somebody wants, made after another.
///
/// @param persona the name of its own persona, one folder
/// @param sourcePersona what is copied for it; that of the other agent when empty
/// @param name as people read it; the title of its role when empty
/// @param replaces whether the other one goes
public record AgentCopy(String persona, String sourcePersona, String name, boolean replaces) {}
