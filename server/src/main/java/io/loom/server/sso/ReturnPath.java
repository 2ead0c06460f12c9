package io.loom.server.sso;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/// Where a browser goes after it is signed in: a place of this server, never another one.
///
/// @param text begins with one slash
record ReturnPath(String text) {
  private static final int LONGEST = 1_000;
  private static final ReturnPath HOME = new ReturnPath("/");

  ReturnPath {
    if (!isLocal(text)) {
      throw new IllegalArgumentException("not a path of this server");
    }
  }

  /// The wish, if it is a place of this server; the first page, if not.
  static ReturnPath of(@Nullable String wish) {
    return wish != null && isLocal(wish) ? new ReturnPath(wish) : HOME;
  }

  /// Browsers take `//host`, `/\host` and some control characters for more than a path.
  private static boolean isLocal(String text) {
    if (text.length() > LONGEST
        || !text.startsWith("/")
        || text.startsWith("//")
        || !text.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\')) {
      return false;
    }
    try {
      var uri = new URI(text);
      return uri.getScheme() == null && uri.getRawAuthority() == null;
    } catch (URISyntaxException _) {
      return false;
    }
  }
}
