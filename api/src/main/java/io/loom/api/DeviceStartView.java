package io.loom.api;

/// How a program that has no browser gets signed in.
///
/// @param deviceCode what the program asks with; nobody else may see it
/// @param userCode what a person enters at the address, such as `123-456-789`
/// @param expiresIn in seconds
/// @param interval the least number of seconds between two polls
public record DeviceStartView(
    String deviceCode, String userCode, String verificationUrl, long expiresIn, long interval) {
  /// Leaves the codes out, for logs.
  @Override
  public String toString() {
    return "DeviceStartView[verificationUrl=%s, expiresIn=%d]"
        .formatted(verificationUrl, expiresIn);
  }
}
