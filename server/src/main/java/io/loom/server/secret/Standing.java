package io.loom.server.secret;

/// What a caller is to a scope of secrets.
public enum Standing {
  /// For him the scope does not exist.
  STRANGER,
  /// He sees what secrets there are.
  READER,
  /// He changes secrets and may look at values.
  WRITER
}
