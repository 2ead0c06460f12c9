package io.loom.server.config;

import io.loom.ground.config.Default;
import java.nio.file.Path;
import java.time.Duration;

/// The settings under `git.`
///
/// @param projectKeyDir the folder with a folder per project: its deploy key and its clones
/// @param authorName of commits that Loom makes
/// @param commandTimeout for one git command, clones included
public record GitConfig(
    @Default("./data/projects") Path projectKeyDir,
    @Default("Loom Agent") String authorName,
    @Default("loom@localhost") String authorEmail,
    @Default("10m") Duration commandTimeout) {
  public GitConfig {
    checkIdentity("git.author_name", authorName);
    checkIdentity("git.author_email", authorEmail);
    Checks.positive("git.command_timeout", commandTimeout);
  }

  /// Git drops these letters from names silently, so a name with them is not the one that is seen.
  private static void checkIdentity(String key, String text) {
    Checks.notBlank(key, text);
    if (text.matches("(?s).*[<>\\n\\r].*")) {
      throw new IllegalArgumentException("%s holds <, > or a line break".formatted(key));
    }
  }
}
