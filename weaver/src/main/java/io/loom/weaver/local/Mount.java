package io.loom.weaver.local;

import java.nio.file.Path;
import java.util.List;

/// One thing mounted in a sandbox, over the skeleton. `target` is absolute and as seen inside.
sealed interface Mount {
  String target();

  record ReadOnly(Path source, String target) implements Mount {}

  record Writable(Path source, String target) implements Mount {}

  /// Memory that everybody inside may write to; it ends with the sandbox.
  record Memory(String target, long bytes) implements Mount {}

  /// The processes of the sandbox itself.
  record Processes(String target) implements Mount {}

  /// The harmless device nodes, and terminals of the sandbox's own. The skeleton has the files and
  /// links for it.
  record Devices(String target) implements Mount {
    static final List<String> NODES = List.of("null", "zero", "full", "random", "urandom", "tty");
  }
}
