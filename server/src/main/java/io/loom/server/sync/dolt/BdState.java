package io.loom.server.sync.dolt;

import java.util.regex.Pattern;

/// Whether there is a `bd` that can be trusted with beads.
sealed interface BdState {
  record Usable(String version) implements BdState {}

  record Missing(String because) implements BdState {}

  record Refused(String version, String because) implements BdState {}

  Pattern VERSION = Pattern.compile("v?(\\d{1,6})\\.(\\d{1,6})\\.(\\d{1,6})([-+].*)?");

  /// @param version as `bd version` says it
  static BdState of(String version) {
    var parts = VERSION.matcher(version);
    if (!parts.matches()) {
      return new Refused(version, "its version cannot be read");
    }
    int major = Integer.parseInt(parts.group(1));
    int minor = Integer.parseInt(parts.group(2));
    int patch = Integer.parseInt(parts.group(3));
    if (major < 1) {
      return new Refused(version, "it is older than 1.0.0");
    }
    if (major == 1 && minor == 2 && patch < 2) {
      return new Refused(version, "this release leaves databases behind that no other can read");
    }
    return new Usable(version);
  }
}
