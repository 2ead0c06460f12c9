package io.loom.api;

/// One reason why a project is not ready, or may not do well.
///
/// @param code names the kind, for programs
public record ReadinessIssueView(String code, String message, String remedy, boolean blocking) {}
