package io.loom.server.sso;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.opts.AllowWeakRSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import io.loom.ground.database.DatabaseKind;
import io.loom.server.MutableClock;
import io.loom.server.sso.FakeOidcProvider.Signing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// A provider that lies, breaks or hangs signs nobody in, and leaves nothing half made.
@Timeout(120)
class HostileProviderTest {
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

  private final FakeOidcProvider provider = new FakeOidcProvider(new MutableClock(NOON));
  private final CountDownLatch end = new CountDownLatch(1);
  private final SsoWorld world = new SsoWorld(DatabaseKind.SQLITE, impatient());

  private SsoConfig impatient() {
    var usual = SsoWorld.config(provider);
    return new SsoConfig(
        usual.issuer(),
        usual.clientId(),
        usual.clientSecret(),
        usual.publicUrl(),
        usual.scopes(),
        usual.usernameClaim(),
        Set.of(),
        usual.roles(),
        true,
        false,
        usual.label(),
        Duration.ofSeconds(1));
  }

  @AfterEach
  void close() {
    end.countDown();
    world.close();
    provider.close();
  }

  private void assertNobodyGotIn(int status) {
    var browser = world.browser();
    var answer = world.signIn(provider, browser, "alice");

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
    assertThat(browser.isSignedIn()).isFalse();
    assertThat(world.rows("users")).isEqualTo(1);
    assertThat(world.rows("sessions")).isZero();
    assertThat(world.rows("sso_identities")).isZero();
  }

  static Stream<Arguments> wrongClaims() {
    return Stream.of(
        claims("another nonce", it -> it.claim("nonce", "x")),
        claims("no nonce", it -> it.claim("nonce", null)),
        claims("a nonce that is no text", it -> it.claim("nonce", List.of("x"))),
        claims("another audience", it -> it.audience("other")),
        claims("no audience", it -> it.audience(List.of())),
        claims("two audiences and no party", it -> it.audience(List.of("loom", "other"))),
        claims("another party", it -> it.audience(List.of("loom", "other")).claim("azp", "other")),
        claims("another party alone", it -> it.claim("azp", "other")),
        claims("another issuer", it -> it.issuer("https://evil.example")),
        claims("no issuer", it -> it.issuer(null)),
        claims("expired", it -> it.expirationTime(Date.from(NOON.minusSeconds(61)))),
        claims("without end", it -> it.expirationTime(null)),
        claims("issued later", it -> it.issueTime(Date.from(NOON.plusSeconds(120)))),
        claims("issued at no time", it -> it.issueTime(null)),
        claims("not good yet", it -> it.notBeforeTime(Date.from(NOON.plusSeconds(120)))),
        claims("about nobody", it -> it.subject(null)),
        claims("about a blank", it -> it.subject(" ")),
        claims("about too long a name", it -> it.subject("x".repeat(256))));
  }

  private static Arguments claims(String name, Consumer<JWTClaimsSet.Builder> change) {
    return Arguments.of(name, change);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("wrongClaims")
  void tokenWithAWrongClaimIsRefused(String name, Consumer<JWTClaimsSet.Builder> change) {
    provider.claims(change);

    assertNobodyGotIn(401);
  }

  @Test
  void unsignedTokenIsRefused() {
    provider.signing(claims -> new PlainJWT(claims).serialize());

    assertNobodyGotIn(401);
  }

  @Test
  void tokenSignedWithThePublicKeyAsASharedSecretIsRefused() {
    provider.signing(claims -> {
      var secret = provider.key().toRSAPublicKey().getEncoded();
      return signed(claims, header(JWSAlgorithm.HS256), new MACSigner(secret));
    });

    assertNobodyGotIn(401);
  }

  @Test
  void tokenSignedWithTheClientsSecretIsRefused() {
    provider.signing(claims -> {
      var secret =
          (OidcProvider.CLIENT_SECRET.reveal() + " ".repeat(20)).getBytes(StandardCharsets.UTF_8);
      return signed(claims, header(JWSAlgorithm.HS256), new MACSigner(secret));
    });

    assertNobodyGotIn(401);
  }

  @Test
  void tokenOfAForeignKeyIsRefusedEvenWhenItBringsTheKey() {
    provider.signing(claims -> {
      var foreign = new RSAKeyGenerator(2048).keyID(provider.key().getKeyID()).generate();
      var header =
          new JWSHeader.Builder(JWSAlgorithm.RS256)
              .keyID(foreign.getKeyID())
              .jwk(foreign.toPublicJWK())
              .build();
      return signed(claims, header, new RSASSASigner(foreign));
    });

    assertNobodyGotIn(401);
  }

  @Test
  void tokenOfAWeakKeyIsRefused() throws JOSEException {
    var weak = new RSAKeyGenerator(1024, true).keyID("weak").generate();
    provider.on(
        "/keys",
        exchange ->
            FakeOidcProvider.json(exchange, 200, "{\"keys\":[%s]}".formatted(weak.toPublicJWK())));
    provider.signing(claims ->
        signed(
            claims,
            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("weak").build(),
            new RSASSASigner(weak.toPrivateKey(), Set.of(AllowWeakRSAKey.getInstance()))));

    assertNobodyGotIn(401);
  }

  @Test
  void tokenOfAnotherKindIsRefused() {
    provider.signing(claims ->
        signed(
            claims,
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(provider.key().getKeyID())
                .type(new JOSEObjectType("at+jwt"))
                .build(),
            new RSASSASigner(provider.key())));

    assertNobodyGotIn(401);
  }

  @Test
  void tokenWithConditionsThatWeDoNotKnowIsRefused() {
    provider.signing(claims ->
        signed(
            claims,
            new JWSHeader.Builder(JWSAlgorithm.RS256)
                .keyID(provider.key().getKeyID())
                .criticalParams(Set.of("exp"))
                .customParam("exp", 0)
                .build(),
            new RSASSASigner(provider.key())));

    assertNobodyGotIn(401);
  }

  @Test
  void tokenThatWasChangedIsRefused() {
    provider.signing(claims -> {
      var parts = provider.sign(claims).split("\\.", -1);
      var other = new JWTClaimsSet.Builder(claims).subject("somebody else").build();
      return parts[0] + "." + other.toPayload().toBase64URL() + "." + parts[2];
    });

    assertNobodyGotIn(401);
  }

  static Stream<Signing> noTokens() {
    return Stream.of(
        _ -> "x", _ -> "a.b.c", _ -> ".".repeat(9), _ -> "e30.e30.", _ -> "x".repeat(100_000));
  }

  @ParameterizedTest
  @MethodSource("noTokens")
  void whatIsNoTokenIsRefused(Signing signing) {
    provider.signing(signing);

    assertNobodyGotIn(401);
  }

  private JWSHeader header(JWSAlgorithm algorithm) {
    return new JWSHeader.Builder(algorithm).keyID(provider.key().getKeyID()).build();
  }

  private static String signed(JWTClaimsSet claims, JWSHeader header, JWSSigner signer)
      throws JOSEException {
    var token = new SignedJWT(header, claims);
    token.sign(signer);
    return token.serialize();
  }

  private Stream<HttpHandler> brokenAnswers() {
    return Stream.of(
        this::hang,
        HostileProviderTest::drip,
        HostileProviderTest::flood,
        exchange -> FakeOidcProvider.json(exchange, 500, "{}"),
        exchange -> FakeOidcProvider.json(exchange, 200, "<html>"),
        exchange -> FakeOidcProvider.json(exchange, 200, "[]"),
        exchange -> FakeOidcProvider.json(exchange, 200, "{}"),
        exchange -> FakeOidcProvider.json(exchange, 200, ""),
        exchange -> FakeOidcProvider.json(exchange, 401, "{\"error\":\"invalid_client\"}"),
        exchange -> {
          exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/");
          exchange.sendResponseHeaders(302, -1);
        });
  }

  private void hang(HttpExchange exchange) {
    try {
      end.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// The beginning of an answer, and then nothing.
  private static void drip(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 1_000);
    exchange.getResponseBody().write('{');
  }

  /// More than anybody should take.
  private static void flood(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 0);
    var much = " ".repeat(100_000).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < 100; i++) {
      exchange.getResponseBody().write(much);
    }
  }

  @Test
  void brokenTokenEndpointIsSaidAndNothingIsMade() {
    brokenAnswers()
        .forEach(answer -> {
          provider.on("/token", answer);
          assertNobodyGotIn(503);
        });
  }

  @Test
  void brokenKeysAreSaidAndNothingIsMade() {
    brokenAnswers()
        .forEach(answer -> {
          provider.on("/keys", answer);
          assertNobodyGotIn(503);
          world.auth.clock.advance(Duration.ofSeconds(6));
        });
  }

  @Test
  void brokenDiscoveryIsSaidAndNoCookieIsGiven() {
    brokenAnswers()
        .forEach(answer -> {
          provider.on("/.well-known/openid-configuration", answer);
          var response = world.browser().get(SsoWorld.LOGIN);
          assertThat(response.statusCode()).isEqualTo(503);
          assertThat(response.headers().firstValue("Set-Cookie")).isEmpty();
          world.auth.clock.advance(Duration.ofSeconds(6));
        });
  }

  @Test
  void providerThatCallsItselfOtherwiseIsNotBelieved() {
    provider.discovery("issuer", "https://evil.example");

    assertThat(world.browser().get(SsoWorld.LOGIN).statusCode()).isEqualTo(503);
  }

  @Test
  void providerThatNamesNoAddressesIsOfNoUse() {
    for (var address :
        List.of("", "javascript:alert(1)", "file:///etc/passwd", "/relative", "http://a b")) {
      provider.discovery("authorization_endpoint", address);
      assertThat(world.browser().get(SsoWorld.LOGIN).statusCode()).isEqualTo(503);
      world.auth.clock.advance(Duration.ofSeconds(6));
    }
  }

  @Test
  void failureOfAProviderIsRememberedForSecondsOnly() {
    var calls = new java.util.concurrent.atomic.AtomicInteger();
    provider.on(
        "/.well-known/openid-configuration",
        exchange -> {
          calls.incrementAndGet();
          FakeOidcProvider.json(exchange, 500, "{}");
        });
    for (int i = 0; i < 10; i++) {
      assertThat(world.browser().get(SsoWorld.LOGIN).statusCode()).isEqualTo(503);
    }

    assertThat(calls).hasValue(1);
    world.auth.clock.advance(Duration.ofSeconds(6));
    world.browser().get(SsoWorld.LOGIN);
    assertThat(calls).hasValue(2);
  }
}
