package io.loom.server.git;

import io.loom.base.Secret;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A repository elsewhere, and how git gets in there.
///
/// @param url as git takes it
public record Remote(String url, GitAccess access, Route route) {
  /// What lies between.
  ///
  /// @param proxy through which HTTP goes, with a password perhaps
  /// @param certificates a file of the authorities that HTTPS believes; the system's without one
  public record Route(@Nullable Secret proxy, @Nullable Path certificates) {
    /// Straight there.
    public static final Route DIRECT = new Route(null, null);
  }

  /// One that asks for nothing.
  public static Remote open(String url) {
    return new Remote(url, new GitAccess.Open(), Route.DIRECT);
  }
}
