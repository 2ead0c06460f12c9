package io.loom.server.config;

import io.loom.ground.config.Default;
import java.nio.file.Path;

/// The settings under `web_ui.`
///
/// @param staticPath a folder whose files stand before those inside the program, if it exists
/// @param refreshInterval seconds between two refreshes of what is not live
public record WebUiConfig(
    @Default("true") boolean enabled,
    @Default("./web/static") Path staticPath,
    @Default("5") int refreshInterval) {
  public WebUiConfig {
    Checks.between("web_ui.refresh_interval", refreshInterval, 1, 3600);
  }
}
