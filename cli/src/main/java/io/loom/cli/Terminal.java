package io.loom.cli;

import io.loom.cli.rest.EventStream.Patience;
import java.io.InputStream;
import java.io.PrintWriter;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.function.BooleanSupplier;

/// What surrounds one command.
///
/// @param interactive whether a person sits in front of it; asked only when it matters, for the
///   answer takes time
record Terminal(
    InputStream in,
    PrintWriter out,
    PrintWriter err,
    Map<String, String> environment,
    BooleanSupplier interactive,
    InstantSource clock,
    ZoneId zone,
    Patience patience) {
  Terminal {
    environment = Map.copyOf(environment);
  }

  String variable(String name) {
    return environment.getOrDefault(name, "");
  }
}
