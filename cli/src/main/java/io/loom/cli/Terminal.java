package io.loom.cli;

import io.loom.cli.rest.EventStream.Patience;
import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/// What surrounds one command.
///
/// @param folder where the command was called
/// @param interactive whether a person sits in front of it; asked only when it matters, for the
///   answer takes time
record Terminal(
    InputStream in,
    PrintWriter out,
    PrintWriter err,
    Path folder,
    Map<String, String> environment,
    BooleanSupplier interactive,
    HiddenInput hidden,
    InstantSource clock,
    ZoneId zone,
    Patience patience) {
  /// Asks for what must not be seen while it is typed.
  interface HiddenInput {
    /// @return nothing when nobody can be asked
    Optional<String> ask(String question);
  }

  Terminal {
    environment = Map.copyOf(environment);
  }

  String variable(String name) {
    return environment.getOrDefault(name, "");
  }
}
