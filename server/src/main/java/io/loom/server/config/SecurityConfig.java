package io.loom.server.config;

import io.loom.base.Secret;
import io.loom.ground.config.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The settings under `security.`
///
/// @param jwtSecret signs sessions; the placeholder is replaced by a generated one
/// @param allowedOrigins web pages of these origins may call the API; `*` means all
/// @param webhookSecret checks the signature of GitHub's calls
/// @param allowInsecure lets a server be reached from other hosts although nobody has to sign in
public record SecurityConfig(
    @Default("false") boolean enableAuth,
    @Default("change-me") Secret jwtSecret,
    @Default("*") List<String> allowedOrigins,
    @Nullable Secret webhookSecret,
    @Default("false") boolean allowInsecure) {
  public SecurityConfig {
    allowedOrigins = List.copyOf(allowedOrigins);
    if (enableAuth) {
      throw new IllegalArgumentException(
          "security.enable_auth is true, but this version has no sign-in yet and would let everybody"
              + " in; set it to false and keep server.bind on this host");
    }
  }
}
