package io.loom.server.config;

import io.loom.ground.config.Default;

/// The settings under `tokenhub.`
///
/// @param enabled whether the server carries a TokenHub
/// @param port where that one listens
public record TokenhubConfig(@Default("true") boolean enabled, @Default("8090") int port) {
  public TokenhubConfig {
    Checks.between("tokenhub.port", port, 0, 65535);
  }
}
