package io.loom.server.config;

import io.loom.base.Secret;
import io.loom.ground.config.Default;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The settings under `security.`
///
/// @param jwtSecret signs sessions; the placeholder is replaced by a generated one
/// @param jwtSecretPrevious accepted as well, while sessions signed with it are still in use
/// @param concurrentLogins passwords that are checked at the same time
/// @param allowedOrigins web pages of these origins may call the API; `*` lets all of them read
/// @param webhookSecret checks the signature of GitHub's calls
/// @param publicMetrics whether `/metrics` needs no credentials
/// @param allowInsecure lets a server be reached from other hosts although nobody has to sign in
public record SecurityConfig(
    @Default("false") boolean enableAuth,
    @Default("change-me") Secret jwtSecret,
    @Nullable Secret jwtSecretPrevious,
    @Default("1") int concurrentLogins,
    @Default("*") List<String> allowedOrigins,
    @Nullable Secret webhookSecret,
    @Default("false") boolean publicMetrics,
    @Default("false") boolean allowInsecure) {
  private static final Secret PLACEHOLDER = new Secret("change-me");

  public SecurityConfig {
    allowedOrigins = List.copyOf(allowedOrigins);
    allowedOrigins.forEach(SecurityConfig::checkOrigin);
    Checks.between("security.concurrent_logins", concurrentLogins, 1, 64);
  }

  /// Whether the secret is one that everybody knows.
  public boolean isPlaceholderSecret() {
    return jwtSecret.isBlank() || jwtSecret.equals(PLACEHOLDER);
  }

  private static void checkOrigin(String origin) {
    if (!origin.equals("*") && !origin.matches("https?://[^/\\s*@]+")) {
      throw new IllegalArgumentException(
          "security.allowed_origins has \"%s\"; write origins like https://loom.example.com, or \"*\""
              .formatted(origin));
    }
  }
}
