package io.loom.server.sso;

import io.loom.base.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The provider where people sign in, and whom it may send.
///
/// @param clientSecret absent for a public client
/// @param publicUrl how browsers reach this server
/// @param emailDomains in lower case; empty means all
/// @param linkByEmail whether a verified address makes somebody the user who has it
/// @param timeout for one answer of the provider
public record SsoConfig(
    URI issuer,
    String clientId,
    @Nullable Secret clientSecret,
    URI publicUrl,
    List<String> scopes,
    String usernameClaim,
    Set<String> emailDomains,
    RoleMapping roles,
    boolean autoCreate,
    boolean linkByEmail,
    String label,
    Duration timeout) {
  public SsoConfig {
    scopes = List.copyOf(scopes);
    emailDomains = Set.copyOf(emailDomains);
  }

  /// The only address that the provider may send a browser back to.
  String callback() {
    return publicUrl.toString().replaceFirst("/+$", "") + "/api/v1/auth/sso/callback";
  }

  boolean isPublicUrlSecure() {
    return "https".equals(publicUrl.getScheme());
  }
}
