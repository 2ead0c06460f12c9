package io.loom.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.loom.base.Secret;
import io.loom.server.MutableClock;
import io.loom.server.user.Role;
import io.loom.server.user.User;
import java.nio.charset.StandardCharsets;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenSignerTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Instant LATER = NOON.plus(Duration.ofHours(1));
  private static final Secret OLD = new Secret("the secret of last year, long enough");
  private static final Secret NEW = new Secret("the secret of this year, long enough");
  private static final User ADA = new User("user-1", "ada", "", Role.USER, true, false, NOON, NOON);
  private static final Session SESSION =
      new Session("session-1", "user-1", NOON, NOON, LATER, "127.0.0.1", "");

  private final MutableClock clock = new MutableClock(NOON);
  private final TokenSigner signer = signer(NEW);

  private TokenSigner signer(Secret secret) {
    return new TokenSigner(new SigningSecrets(secret, null), clock);
  }

  @Test
  void tokenSaysWhatTheReferenceSays() throws Exception {
    var claims = SignedJWT.parse(signer.sign(SESSION, ADA, LATER)).getJWTClaimsSet();

    assertThat(claims.getIssuer()).isEqualTo("loom");
    assertThat(claims.getSubject()).isEqualTo("user-1");
    assertThat(claims.getJWTID()).isEqualTo("session-1");
    assertThat(claims.getStringClaim("user_id")).isEqualTo("user-1");
    assertThat(claims.getStringClaim("username")).isEqualTo("ada");
    assertThat(claims.getStringClaim("role")).isEqualTo("user");
    assertThat(claims.getStringListClaim("permissions")).contains("beads:write");
    assertThat(claims.getExpirationTime()).isEqualTo(Date.from(LATER));
    assertThat(claims.getIssueTime()).isEqualTo(Date.from(NOON));
  }

  @Test
  void genuineTokenIsAcceptedUntilItExpires() {
    var token = signer.sign(SESSION, ADA, LATER);

    assertThat(signer.verify(token)).contains(new TokenClaims("session-1", "user-1", LATER));
    clock.advance(Duration.ofHours(1));
    assertThat(signer.verify(token)).isEmpty();
  }

  @Test
  void tokensOfThePreviousSecretAreAcceptedAndNewOnesUseTheCurrent() {
    var both = new TokenSigner(new SigningSecrets(NEW, OLD), clock);

    assertThat(both.verify(signer(OLD).sign(SESSION, ADA, LATER))).isPresent();
    assertThat(signer(OLD).verify(both.sign(SESSION, ADA, LATER))).isEmpty();
    assertThat(signer(NEW).verify(both.sign(SESSION, ADA, LATER))).isPresent();
  }

  @Test
  void tokenOfAnotherSecretIsRefused() {
    assertThat(signer.verify(signer(OLD).sign(SESSION, ADA, LATER))).isEmpty();
  }

  @Test
  void changedTokenIsRefused() {
    var parts = signer.sign(SESSION, ADA, LATER).split("\\.", -1);
    var claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    var changed = claims.replace("session-1", "session-2").getBytes(StandardCharsets.UTF_8);
    var encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(changed);

    assertThat(signer.verify(parts[0] + "." + encoded + "." + parts[2])).isEmpty();
    assertThat(signer.verify(parts[0] + "." + parts[1] + ".")).isEmpty();
  }

  @Test
  void unsignedTokenIsRefused() {
    assertThat(signer.verify(new PlainJWT(claims("loom").build()).serialize())).isEmpty();
  }

  /// The classic confusion: a public key that everybody has, used as the secret of an HMAC, or a
  /// signature of another kind in its place.
  @Test
  void tokenOfAnotherAlgorithmIsRefused() throws Exception {
    var keys = KeyPairGenerator.getInstance("RSA").generateKeyPair();
    var key = NEW.reveal().getBytes(StandardCharsets.UTF_8);
    var long512 = (NEW.reveal() + OLD.reveal()).getBytes(StandardCharsets.UTF_8);

    assertThat(signer.verify(sign(JWSAlgorithm.RS256, new RSASSASigner(keys.getPrivate()), "loom")))
        .isEmpty();
    assertThat(
            signer.verify(
                sign(JWSAlgorithm.HS256, new MACSigner(keys.getPublic().getEncoded()), "loom")))
        .isEmpty();
    assertThat(signer.verify(sign(JWSAlgorithm.HS512, new MACSigner(long512), "loom"))).isEmpty();
    assertThat(signer.verify(sign(JWSAlgorithm.HS256, new MACSigner(key), "loom"))).isPresent();
  }

  @Test
  void tokenOfAnotherIssuerIsRefused() throws Exception {
    var key = new MACSigner(NEW.reveal().getBytes(StandardCharsets.UTF_8));

    assertThat(signer.verify(sign(JWSAlgorithm.HS256, key, "moon"))).isEmpty();
    var noExpiry = claims("loom").expirationTime(null).build();
    var token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), noExpiry);
    token.sign(key);
    assertThat(signer.verify(token.serialize())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a.b.c", "....", "e30.e30.", "\u0000", "🙂.🙂.🙂"})
  void nonsenseIsRefused(String text) {
    assertThat(signer.verify(text)).isEmpty();
    assertThat(signer.verify(text.repeat(10_000))).isEmpty();
  }

  @Test
  void shortSecretsStillSign() {
    var weak = signer(new Secret("short"));

    assertThat(weak.verify(weak.sign(SESSION, ADA, LATER))).isPresent();
  }

  @Test
  void csrfTokenBelongsToOneSession() {
    assertThat(signer.isCsrfToken("session-1", signer.csrfToken("session-1"))).isTrue();
    assertThat(signer.isCsrfToken("session-2", signer.csrfToken("session-1"))).isFalse();
    assertThat(signer.isCsrfToken("session-1", "")).isFalse();
  }

  private static JWTClaimsSet.Builder claims(String issuer) {
    return new JWTClaimsSet.Builder()
        .issuer(issuer)
        .subject("user-1")
        .jwtID("session-1")
        .expirationTime(Date.from(LATER));
  }

  private static String sign(JWSAlgorithm algorithm, JWSSigner signer, String issuer)
      throws JOSEException {
    var header = new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).build();
    var token = new SignedJWT(header, claims(issuer).build());
    token.sign(signer);
    return token.serialize();
  }
}
