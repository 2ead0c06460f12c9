package io.loom.api;

import org.jspecify.annotations.Nullable;

/// Asks whether a person has let the program in.
public record DevicePollRequest(@Nullable String deviceCode) {
  /// Leaves the code out, for logs.
  @Override
  public String toString() {
    return "DevicePollRequest[]";
  }
}
