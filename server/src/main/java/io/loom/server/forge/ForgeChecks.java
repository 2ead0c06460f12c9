package io.loom.server.forge;

import java.util.List;

/// What a forge's own checks say of a commit.
///
/// @param failed the names of those that failed, with an address where there is one
public record ForgeChecks(Result result, List<String> failed) {
  /// All checks together. The stored name is the lower-case enum name: add, never rename.
  public enum Result {
    /// There are none.
    NONE,
    PENDING,
    GREEN,
    RED
  }

  public ForgeChecks {
    failed = List.copyOf(failed);
  }

  /// @param pending how many have not ended
  static ForgeChecks of(int total, int pending, List<String> failed) {
    if (total == 0) {
      return new ForgeChecks(Result.NONE, List.of());
    }
    // What failed while others run is told with them, not one by one.
    var ended = failed.isEmpty() ? Result.GREEN : Result.RED;
    return new ForgeChecks(pending > 0 ? Result.PENDING : ended, failed);
  }
}
