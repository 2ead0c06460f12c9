package io.loom.server.sso;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.loom.base.Secret;
import java.text.ParseException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Decides whether an ID token is the provider's, about this sign-in, and for this server. Safe for
/// many threads.
final class IdTokens {
  /// Signatures with the provider's own key. Those with a shared secret would let everybody who has
  /// the public key, or the client's secret, speak for the provider.
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private static final Duration SKEW = Duration.ofMinutes(1);
  private static final int LONGEST = 64 * 1024;
  private static final int LONGEST_SUBJECT = 255;
  private static final int MOST_KEYS = 20;
  private static final int LEAST_RSA_BITS = 2048;

  private final SsoConfig config;
  private final SsoProvider provider;
  private final InstantSource clock;

  IdTokens(SsoConfig config, SsoProvider provider, InstantSource clock) {
    this.config = config;
    this.provider = provider;
    this.clock = clock;
  }

  /// @return nothing when the token does not hold, whatever the reason
  Optional<Person> verify(Secret token, String nonce) throws ProviderException {
    if (token.reveal().length() > LONGEST) {
      return Optional.empty();
    }
    try {
      var parsed = SignedJWT.parse(token.reveal());
      if (!isAcceptable(parsed.getHeader()) || !isSigned(parsed)) {
        return Optional.empty();
      }
      var claims = parsed.getJWTClaimsSet();
      return isForUs(claims, nonce) && isNow(claims)
          ? Optional.of(person(claims))
          : Optional.empty();
    } catch (ParseException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static boolean isAcceptable(JWSHeader header) {
    var type = header.getType();
    return ALGORITHMS.contains(header.getAlgorithm())
        && header.getCriticalParams() == null
        && (type == null || type.getType().equalsIgnoreCase("JWT"));
  }

  /// A key that we do not know may be new: providers change theirs.
  private boolean isSigned(SignedJWT token) throws ProviderException {
    return isSigned(token, provider.keys()) || isSigned(token, provider.freshKeys());
  }

  private static boolean isSigned(SignedJWT token, JWKSet keys) {
    return keys.getKeys().stream()
        .limit(MOST_KEYS)
        .filter(key -> fits(key, token.getHeader()))
        .anyMatch(key -> isSigned(token, key));
  }

  private static boolean fits(JWK key, JWSHeader header) {
    var use = key.getKeyUse();
    var algorithm = key.getAlgorithm();
    return key instanceof AsymmetricJWK
        && (header.getKeyID() == null || header.getKeyID().equals(key.getKeyID()))
        && (use == null || use.equals(KeyUse.SIGNATURE))
        && (algorithm == null || algorithm.equals(header.getAlgorithm()))
        && (!(key instanceof RSAKey rsa) || rsa.size() >= LEAST_RSA_BITS);
  }

  private static boolean isSigned(SignedJWT token, JWK key) {
    try {
      var verifier =
          new DefaultJWSVerifierFactory()
              .createJWSVerifier(token.getHeader(), ((AsymmetricJWK) key).toPublicKey());
      return token.verify(verifier);
    } catch (JOSEException | IllegalStateException _) {
      // The key is of another kind than the signature.
      return false;
    }
  }

  private boolean isForUs(JWTClaimsSet claims, String nonce) throws ParseException {
    var audience = claims.getAudience();
    var party = claims.getStringClaim("azp");
    return config.issuer().toString().equals(claims.getIssuer())
        && audience.contains(config.clientId())
        && (party == null ? audience.size() == 1 : party.equals(config.clientId()))
        && nonce.equals(claims.getStringClaim("nonce"));
  }

  private boolean isNow(JWTClaimsSet claims) {
    var now = clock.instant();
    var soon = now.plus(SKEW);
    var expires = claims.getExpirationTime();
    var issued = claims.getIssueTime();
    var notBefore = claims.getNotBeforeTime();
    return expires != null
        && expires.toInstant().plus(SKEW).isAfter(now)
        && issued != null
        && !issued.toInstant().isAfter(soon)
        && (notBefore == null || !notBefore.toInstant().isAfter(soon));
  }

  private Person person(JWTClaimsSet claims) {
    var subject = claims.getSubject();
    if (subject == null || subject.isBlank() || subject.length() > LONGEST_SUBJECT) {
      throw new IllegalArgumentException("the token is about nobody");
    }
    boolean isVerified = claims.getClaim("email_verified") instanceof Boolean verified && verified;
    return new Person(
        config.issuer().toString(),
        subject,
        text(claims, config.usernameClaim()),
        isVerified ? text(claims, "email") : "",
        groups(claims));
  }

  private static String text(JWTClaimsSet claims, String name) {
    return claims.getClaim(name) instanceof String text ? text : "";
  }

  private Set<String> groups(JWTClaimsSet claims) {
    return switch (claims.getClaim(config.roles().claim())) {
      case String one -> Set.of(one);
      case List<?> several -> {
        var groups = new HashSet<String>();
        several.forEach(it -> {
          if (it instanceof String group) {
            groups.add(group);
          }
        });
        yield groups;
      }
      case null, default -> Set.of();
    };
  }
}
