package io.loom.server.config;

import io.loom.base.Secret;
import io.loom.ground.config.Default;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The settings under `git.`
///
/// @param projectKeyDir the folder with a folder per project: its deploy key and its clones
/// @param authorName of commits that Loom makes
/// @param commandTimeout for one git command, clones included
/// @param keyOverlap how long an old deploy key works beside a new one that was not seen to work
/// @param useSshAgent whether projects may use the keys that the SSH agent of the server's user has
/// @param credentialHelper for projects with `git-helper`: a name that git knows or an absolute
///   path, and its arguments
/// @param proxy for HTTP; may hold a password
/// @param caFile the certificates that HTTPS believes, in place of the system's
public record GitConfig(
    @Default("./data/projects") Path projectKeyDir,
    @Default("Loom Agent") String authorName,
    @Default("loom@localhost") String authorEmail,
    @Default("10m") Duration commandTimeout,
    @Default("7d") Duration keyOverlap,
    @Default("false") boolean useSshAgent,
    List<String> credentialHelper,
    @Nullable Secret proxy,
    @Nullable Path caFile) {
  public GitConfig {
    credentialHelper = List.copyOf(credentialHelper);
    checkIdentity("git.author_name", authorName);
    checkIdentity("git.author_email", authorEmail);
    Checks.positive("git.command_timeout", commandTimeout);
    Checks.positive("git.key_overlap", keyOverlap);
    checkHelper(credentialHelper);
  }

  /// Git drops these letters from names silently, so a name with them is not the one that is seen.
  private static void checkIdentity(String key, String text) {
    Checks.notBlank(key, text);
    if (text.matches("(?s).*[<>\\n\\r].*")) {
      throw new IllegalArgumentException("%s holds <, > or a line break".formatted(key));
    }
  }

  private static void checkHelper(List<String> command) {
    if (!command.isEmpty()
        && !command.getFirst().matches("[A-Za-z0-9][A-Za-z0-9-]*|/\\P{Cntrl}+")) {
      throw new IllegalArgumentException(
          "git.credential_helper begins with \"%s\"; write a name like store, or an absolute path"
              .formatted(command.getFirst()));
    }
    if (command.stream().anyMatch(word -> word.matches("(?s).*\\p{Cntrl}.*"))) {
      throw new IllegalArgumentException("git.credential_helper holds a control character");
    }
  }
}
