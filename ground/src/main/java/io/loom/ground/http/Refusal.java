package io.loom.ground.http;

/// A request that was refused because of who asked, or how often.
///
/// @param caller nobody, where the refusal came before it was known who calls
/// @param address of the other end of the connection
/// @param route the pattern that the path matched, empty when none did
/// @param path as it was asked for, decoded; it may hold anything
public record Refusal(
    Caller caller,
    String address,
    String requestId,
    String method,
    String route,
    String path,
    int status) {}
