package io.loom.server.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.loom.server.user.User;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Words sessions as JWTs (HS256) and finds out which tokens are genuine. Safe for many threads.
final class TokenSigner {
  private static final String ISSUER = "loom";
  private static final int LONGEST = 8_192;

  private final InstantSource clock;
  private final JWSSigner signer;
  private final List<JWSVerifier> verifiers = new ArrayList<>();
  private final List<byte[]> keys = new ArrayList<>();

  TokenSigner(SigningSecrets secrets, InstantSource clock) {
    this.clock = clock;
    keys.add(SigningSecrets.key(secrets.current()));
    var previous = secrets.previous();
    if (previous != null) {
      keys.add(SigningSecrets.key(previous));
    }
    try {
      this.signer = new MACSigner(keys.getFirst());
      for (var key : keys) {
        verifiers.add(new MACVerifier(key));
      }
    } catch (JOSEException e) {
      throw new IllegalArgumentException("tokens cannot be signed with this secret", e);
    }
  }

  String sign(Session session, User user, Instant expiresAt) {
    var claims =
        new JWTClaimsSet.Builder()
            .issuer(ISSUER)
            .subject(user.id())
            .jwtID(session.id())
            .issueTime(Date.from(clock.instant()))
            .expirationTime(Date.from(expiresAt))
            .claim("user_id", user.id())
            .claim("username", user.username())
            .claim("role", user.role().wireName())
            .claim("permissions", user.role().permissions().stream().sorted().toList())
            .build();
    var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("a token could not be signed", e);
    }
    return token.serialize();
  }

  /// @return nothing for a token that is not ours, was changed, or has expired
  Optional<TokenClaims> verify(String text) {
    if (text.length() > LONGEST) {
      return Optional.empty();
    }
    try {
      var token = SignedJWT.parse(text);
      // The algorithm is ours to choose: a token that names another one is not ours.
      if (!JWSAlgorithm.HS256.equals(token.getHeader().getAlgorithm()) || !isSigned(token)) {
        return Optional.empty();
      }
      return claims(token.getJWTClaimsSet());
    } catch (ParseException | JOSEException | IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private boolean isSigned(SignedJWT token) throws JOSEException {
    for (var verifier : verifiers) {
      if (token.verify(verifier)) {
        return true;
      }
    }
    return false;
  }

  private Optional<TokenClaims> claims(JWTClaimsSet claims) {
    var expires = claims.getExpirationTime();
    var session = claims.getJWTID();
    var user = claims.getSubject();
    if (!ISSUER.equals(claims.getIssuer())
        || expires == null
        || session == null
        || user == null
        || !expires.toInstant().isAfter(clock.instant())) {
      return Optional.empty();
    }
    return Optional.of(new TokenClaims(session, user, expires.toInstant()));
  }

  /// What a page repeats to show that it may read what the server says: other sites cannot.
  String csrfToken(String sessionId) {
    return csrfToken(keys.getFirst(), sessionId);
  }

  boolean isCsrfToken(String sessionId, String token) {
    var said = token.getBytes(StandardCharsets.UTF_8);
    return keys.stream()
        .map(key -> csrfToken(key, sessionId).getBytes(StandardCharsets.UTF_8))
        .anyMatch(expected -> MessageDigest.isEqual(expected, said));
  }

  private static String csrfToken(byte[] key, String sessionId) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      var tag = mac.doFinal(("csrf " + sessionId).getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(tag);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has HmacSHA256", e);
    }
  }
}
