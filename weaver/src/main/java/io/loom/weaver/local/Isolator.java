package io.loom.weaver.local;

import java.io.IOException;
import java.util.List;

/// Builds a sandbox around one command.
///
/// The first process inside is the given command; it is process 1 there, so that the kernel ends
/// everything when it ends, and the isolator's outer process ends after that.
sealed interface Isolator permits Bubblewrap, Unshare {
  /// The command to run on this machine.
  ///
  /// @param inner to run inside: an absolute program as seen there, and its arguments
  List<String> around(Layout layout, List<String> inner) throws IOException;

  /// Name and version, for people.
  String describe();

  /// What somebody can do when it does not work.
  String remedy();
}
