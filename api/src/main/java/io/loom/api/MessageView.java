package io.loom.api;

/// Says in words that something was done.
public record MessageView(String message) {}
