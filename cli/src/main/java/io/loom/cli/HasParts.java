package io.loom.cli;

import java.util.List;

/// A command with more verbs than one class should have.
interface HasParts {
  /// Objects whose methods are verbs too.
  List<Object> parts();
}
