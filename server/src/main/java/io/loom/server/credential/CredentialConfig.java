package io.loom.server.credential;

import io.loom.base.Secret;
import io.loom.server.git.GitAccess.SshAgent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How the administrator lets Loom get at git servers.
///
/// @param root with a folder per project, for its key files
/// @param overlap how long an old deploy key works beside a new one that was not seen to work
/// @param helper the command of projects with `git-helper`; empty when there is none
/// @param proxy for HTTP; may hold a password
/// @param certificates a file of the authorities that HTTPS believes
public record CredentialConfig(
    Path root,
    Duration overlap,
    SshAgent agent,
    List<String> helper,
    @Nullable Secret proxy,
    @Nullable Path certificates) {
  public CredentialConfig {
    helper = List.copyOf(helper);
  }
}
