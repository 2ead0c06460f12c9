package io.loom.api;

import org.jspecify.annotations.Nullable;

/// Whether a person has let the program in.
///
/// @param status `pending`, `completed`, `denied` or `expired`
/// @param accessToken with `completed`, this once
/// @param expiresIn of the token, in seconds
public record DevicePollView(
    String status,
    @Nullable String accessToken,
    @Nullable Long expiresIn,
    @Nullable UserView user) {
  public static DevicePollView of(String status) {
    return new DevicePollView(status, null, null, null);
  }

  /// Leaves the token out, for logs.
  @Override
  public String toString() {
    return "DevicePollView[status=%s]".formatted(status);
  }
}
