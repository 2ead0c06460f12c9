package io.loom.server.operation;

/// Which server this is.
///
/// @param instanceId the name of its host
/// @param version of Loom
public record ServerIdentity(String instanceId, String version) {}
