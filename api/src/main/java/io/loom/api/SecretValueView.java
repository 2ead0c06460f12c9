package io.loom.api;

/// A secret's value. Asking for it leaves an event.
public record SecretValueView(
    String scope, String scopeId, String name, int version, String value) {
  /// Leaves the value out, for logs.
  @Override
  public String toString() {
    return "SecretValueView[scope=%s, scopeId=%s, name=%s, version=%d]"
        .formatted(scope, scopeId, name, version);
  }
}
