package io.loom.server.config;

import io.loom.base.Secret;
import io.loom.ground.config.Default;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The settings under `sso.`: a provider of OpenID Connect where people sign in.
///
/// @param issuer absent when there is none
/// @param clientSecret absent for a public client
/// @param usernameClaim what a new user is called by
/// @param emailDomains only people whose verified address is in one of these; empty means all
/// @param groupsClaim where the provider names somebody's groups
/// @param adminGroups who is in one of these is an administrator; likewise the next two. With any
///   of them the role follows the provider at each sign-in
/// @param defaultRole of people who are in none of those groups
/// @param autoCreate whether who is not known yet becomes a user
/// @param linkByEmail whether somebody's verified address makes him the user who has it
/// @param label of the button
/// @param timeout for one answer of the provider
public record SsoConfig(
    @Nullable URI issuer,
    @Default("") String clientId,
    @Nullable Secret clientSecret,
    @Default({"openid", "profile", "email"}) List<String> scopes,
    @Default("preferred_username") String usernameClaim,
    List<String> emailDomains,
    @Default("groups") String groupsClaim,
    List<String> adminGroups,
    List<String> userGroups,
    List<String> viewerGroups,
    @Default("viewer") DefaultRole defaultRole,
    @Default("true") boolean autoCreate,
    @Default("false") boolean linkByEmail,
    @Default("Sign in with single sign-on") String label,
    @Default("10s") Duration timeout) {
  private static final Set<String> THIS_HOST = Set.of("localhost", "127.0.0.1", "[::1]");

  /// What somebody is who is in no group that says it. The constant in lower case is the setting's
  /// value.
  public enum DefaultRole {
    USER,
    VIEWER,
    /// He is not let in.
    NONE
  }

  public SsoConfig {
    scopes = List.copyOf(scopes);
    emailDomains = List.copyOf(emailDomains);
    adminGroups = List.copyOf(adminGroups);
    userGroups = List.copyOf(userGroups);
    viewerGroups = List.copyOf(viewerGroups);
    Checks.positive("sso.timeout", timeout);
    if (issuer != null) {
      checkIssuer(issuer);
      Checks.notBlank("sso.client_id", clientId);
      if (!scopes.contains("openid")) {
        throw new IllegalArgumentException(
            "sso.scopes is %s; it needs openid, by which the provider says who somebody is"
                .formatted(scopes));
      }
    }
  }

  /// What travels in clear between two machines proves nothing.
  private static void checkIssuer(URI issuer) {
    boolean isSafe =
        "https".equals(issuer.getScheme())
            || ("http".equals(issuer.getScheme()) && THIS_HOST.contains(issuer.getHost()));
    if (issuer.getHost() == null
        || !isSafe
        || issuer.getRawUserInfo() != null
        || issuer.getRawQuery() != null
        || issuer.getRawFragment() != null) {
      throw new IllegalArgumentException(
          "sso.issuer is \"%s\"; write the provider's address, like https://login.example.com"
              .formatted(issuer));
    }
  }
}
