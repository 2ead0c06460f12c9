package io.loom.server.sso;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.ground.database.DatabaseKind;
import io.loom.server.MutableClock;
import io.loom.server.sso.SsoWorld.Browser;
import io.loom.server.user.Role;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who becomes which user, and where a browser may be led, on both databases.
@ParameterizedClass
@EnumSource
@Timeout(120)
class SsoRulesTest {
  private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T12:00:00Z"));
  private final FakeOidcProvider provider = new FakeOidcProvider(clock);
  private final DatabaseKind kind;
  private @Nullable SsoWorld opened;

  SsoRulesTest(DatabaseKind kind) {
    this.kind = kind;
  }

  @AfterEach
  void close() {
    if (opened != null) {
      opened.close();
    }
    provider.close();
  }

  private SsoWorld world() {
    return world(SsoWorld.VIEWERS, Set.of(), true, false);
  }

  private SsoWorld world(
      RoleMapping roles, Set<String> domains, boolean autoCreate, boolean linkByEmail) {
    var usual = SsoWorld.config(provider);
    var world =
        new SsoWorld(
            kind,
            new SsoConfig(
                usual.issuer(),
                usual.clientId(),
                usual.clientSecret(),
                usual.publicUrl(),
                usual.scopes(),
                usual.usernameClaim(),
                domains,
                roles,
                autoCreate,
                linkByEmail,
                usual.label(),
                usual.timeout()));
    opened = world;
    return world;
  }

  private int signIn(SsoWorld world, Browser browser, String username) {
    return world.signIn(provider, browser, username).statusCode();
  }

  private static String role(SsoWorld world, String admin, String username) {
    for (var user : world.auth.get("/api/v1/auth/users", admin).body()) {
      if (user.path("username").asText().equals(username)) {
        return user.path("role").asText();
      }
    }
    return "";
  }

  @Test
  void newUserIsAViewerWithoutAPassword() {
    var world = world();
    var admin = world.auth.admin();
    signIn(world, world.browser(), "alice");

    assertThat(role(world, admin, "alice")).isEqualTo("viewer");
    for (var password : List.of("", " ", "null", "password of alice")) {
      assertThat(world.auth.login("alice", password).status()).isIn(400, 401);
    }
  }

  @Test
  void nameOfALocalUserIsNotTakenOver() {
    var world = world();
    var admin = world.auth.admin();
    world.auth.user(admin, "alice", "admin");
    provider.claims(it -> it.claim("email", "alice@example.com").claim("email_verified", true));
    var browser = world.browser();
    signIn(world, browser, "alice");

    assertThat(browser.username()).isEqualTo("alice-2");
    assertThat(role(world, admin, "alice-2")).isEqualTo("viewer");
  }

  @Test
  void nameFromTheProviderCannotBeMoreThanAName() {
    var world = world();
    provider.claims(it -> it.claim("preferred_username", " ../<b>Ä&\n\"x"));
    var browser = world.browser();

    assertThat(signIn(world, browser, "alice")).isEqualTo(200);
    assertThat(browser.username()).matches("[A-Za-z0-9][A-Za-z0-9._@-]*");
  }

  @Test
  void personWithoutAnyNameGetsOne() {
    var world = world();
    provider.claims(it -> it.claim("preferred_username", List.of(1)).claim("email", null));
    var browser = world.browser();
    signIn(world, browser, "alice");

    assertThat(browser.username()).isEqualTo("user");
  }

  @Test
  void changedNameIsStillTheSamePerson() {
    var world = world();
    signIn(world, world.browser(), "alice");
    provider.claims(
        it -> it.claim("preferred_username", "admin").claim("email", "admin@loom.local"));
    var browser = world.browser();
    signIn(world, browser, "alice");

    assertThat(browser.username()).isEqualTo("alice");
  }

  @Test
  void verifiedAddressLinksOnlyWhereTheSettingsSaySo() {
    var world = world(SsoWorld.VIEWERS, Set.of(), true, true);
    var admin = world.auth.admin();
    world.auth.user(admin, "al", "user");
    provider.claims(it -> it.claim("email", "AL@example.com"));
    var browser = world.browser();
    signIn(world, browser, "alice");

    assertThat(browser.username()).isEqualTo("al");
    assertThat(role(world, admin, "al")).isEqualTo("user");
    provider.claims(it -> it.claim("email", "al@example.com"));
    var second = world.browser();
    signIn(world, second, "bob");
    assertThat(second.username()).isEqualTo("bob");
  }

  @Test
  void addressThatIsNotVerifiedLinksNobody() {
    var world = world(SsoWorld.VIEWERS, Set.of(), true, true);
    world.auth.user(world.auth.admin(), "al", "user");
    for (var verified : new Object[] {false, "true", 1, null}) {
      provider.claims(it -> it.claim("email", "al@example.com").claim("email_verified", verified));
      var browser = world.browser();
      signIn(world, browser, "alice");
      assertThat(browser.username()).isEqualTo("alice");
    }
  }

  @Test
  void onlyVerifiedAddressesOfTheDomainsAreLetIn() {
    var world = world(SsoWorld.VIEWERS, Set.of("example.com"), true, false);
    provider.claims(it -> it.claim("email", "alice@evil-example.com"));
    assertThat(signIn(world, world.browser(), "alice")).isEqualTo(403);
    provider.claims(it -> it.claim("email", "alice@example.com@evil.com"));
    assertThat(signIn(world, world.browser(), "alice")).isEqualTo(403);
    provider.claims(it -> it.claim("email_verified", false));
    assertThat(signIn(world, world.browser(), "alice")).isEqualTo(403);
    provider.claims(it -> it.claim("email", "alice@EXAMPLE.com"));
    assertThat(signIn(world, world.browser(), "alice")).isEqualTo(200);
  }

  @Test
  void whoIsNotKnownStaysOutsideWhereUsersAreMadeByHand() {
    var world = world(SsoWorld.VIEWERS, Set.of(), false, false);

    var answer = world.signIn(provider, world.browser(), "alice");
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("Ask an administrator");
    assertThat(world.rows("users")).isEqualTo(1);
    assertThat(world.auth.count("session.refused")).isEqualTo(1);
  }

  @Test
  void roleFollowsTheGroupsAtEachSignIn() {
    var roles = new RoleMapping("groups", Set.of("ops"), Set.of("dev"), Set.of(), Role.VIEWER);
    var world = world(roles, Set.of(), true, false);
    var admin = world.auth.admin();
    signIn(world, world.browser(), "alice");
    assertThat(role(world, admin, "alice")).isEqualTo("viewer");

    provider.claims(it -> it.claim("groups", List.of("x", "dev", 7)));
    signIn(world, world.browser(), "alice");
    assertThat(role(world, admin, "alice")).isEqualTo("user");
    provider.claims(it -> it.claim("groups", List.of("dev", "ops")));
    signIn(world, world.browser(), "alice");
    assertThat(role(world, admin, "alice")).isEqualTo("admin");
    provider.claims(it -> it.claim("groups", "dev"));
    var browser = world.browser();
    signIn(world, browser, "alice");
    assertThat(role(world, admin, "alice")).isEqualTo("user");
    assertThat(browser.get("/api/v1/auth/users").statusCode()).isEqualTo(403);
  }

  @Test
  void whoIsInNoGroupIsNotLetInWhereThatIsAsked() {
    var roles = new RoleMapping("groups", Set.of(), Set.of("dev"), Set.of(), null);
    var world = world(roles, Set.of(), true, false);

    assertThat(signIn(world, world.browser(), "alice")).isEqualTo(403);
    provider.claims(it -> it.claim("groups", List.of("dev")));
    assertThat(signIn(world, world.browser(), "alice")).isEqualTo(200);
  }

  @Test
  void userWhoWasMadeInactiveStaysOutside() {
    var world = world();
    var admin = world.auth.admin();
    var browser = world.browser();
    signIn(world, browser, "alice");
    var id = "";
    for (var user : world.auth.get("/api/v1/auth/users", admin).body()) {
      id = user.path("username").asText().equals("alice") ? user.path("id").asText() : id;
    }
    world.auth.send("PATCH", "/api/v1/auth/users/" + id, admin, "{\"is_active\":false}");

    assertThat(browser.username()).isEmpty();
    var again = world.browser();
    assertThat(signIn(world, again, "alice")).isEqualTo(403);
    assertThat(again.isSignedIn()).isFalse();
    assertThat(world.rows("users")).isEqualTo(2);
  }

  @Test
  void logoutEndsTheSessionOfSingleSignOn() {
    var world = world();
    var browser = world.browser();
    signIn(world, browser, "alice");
    var answer = browser.logout();

    assertThat(answer).isEqualTo(204);
    assertThat(browser.username()).isEmpty();
  }

  @Test
  void cookiesAreForThisServerAndForBrowsersOnly() {
    var world = world();
    var away = world.browser().get(SsoWorld.LOGIN);
    assertThat(away.headers().firstValue("Set-Cookie").orElse(""))
        .contains(
            "; HttpOnly", "; SameSite=Lax", "; Secure", "; Max-Age=600", "Path=/api/v1/auth/sso");

    var back = world.signIn(provider, world.browser(), "alice");
    assertThat(back.headers().allValues("Set-Cookie"))
        .anyMatch(it -> it.startsWith("loom_sso=;") && it.contains("Max-Age=0"))
        .anyMatch(it ->
            it.startsWith("loom_session=")
                && it.contains("; HttpOnly")
                && it.contains("; SameSite=Strict")
                && it.contains("; Secure"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil.example",
        "/%09/evil.example\t",
        "/\t/evil.example",
        "javascript:alert(1)",
        "device",
        "/a\r\nSet-Cookie: x=y",
        "/\"><script>",
        ""
      })
  void browserIsLedToNoOtherPlace(String wish) {
    assertThat(ReturnPath.of(wish).text()).isEqualTo("/");
  }

  @Test
  void placesOfThisServerAreLedTo() {
    for (var path : List.of("/", "/device", "/a/b?c=d&e=%2F#f", "/a//b")) {
      assertThat(ReturnPath.of(path).text()).isEqualTo(path);
    }
    assertThat(ReturnPath.of("/" + "x".repeat(1_000)).text()).isEqualTo("/");
    assertThat(ReturnPath.of(null).text()).isEqualTo("/");
  }

  @Test
  void attemptIsForgottenAfterTenMinutes() {
    var world = world();
    var browser = world.browser();
    var callback = provider.signIn(browser.leave(""), "alice");
    world.auth.clock.advance(Attempt.LIFE);

    assertThat(browser.comeBack(callback).statusCode()).isEqualTo(401);
  }

  @Test
  void everyAttemptIsOfItsOwn() {
    var world = world();
    var seen = new HashSet<String>();
    for (int i = 0; i < 5; i++) {
      var query = world.browser().leave("").getRawQuery();
      for (var name : List.of("state", "nonce", "code_challenge")) {
        seen.add(query.replaceAll(".*[?&]?%s=([^&]*).*".formatted(name), "$1"));
      }
      assertThat(query).contains("code_challenge_method=S256").doesNotContain("verifier");
    }
    assertThat(seen).hasSize(15);
  }

  @Test
  void answerInAnotherProvidersNameIsRefused() {
    assertRefused(uri -> uri.replaceFirst("iss=[^&]*", "iss=https%3A%2F%2Fevil.example"));
  }

  @Test
  void answerWithAnotherStateOrNoneIsRefused() {
    assertRefused(uri -> uri.replaceFirst("state=[^&]*", "state=x"));
    assertRefused(uri -> uri.replaceFirst("&state=[^&]*", ""));
  }

  @Test
  void answerWithAnErrorOrWithoutACodeIsRefused() {
    assertRefused(uri -> uri + "&error=access_denied");
    assertRefused(uri -> uri.replaceFirst("code=[^&]*", "code="));
    assertRefused(uri -> uri.replaceFirst("code=[^&]*", "code=" + "x".repeat(5_000)));
    assertRefused(uri -> uri.replaceFirst("code=[^&]*", "code=made-up"));
  }

  private void assertRefused(UnaryOperator<String> change) {
    var world = opened == null ? world() : opened;
    var browser = world.browser();
    var callback = provider.signIn(browser.leave(""), "alice").toString();

    assertThat(browser.comeBack(URI.create(change.apply(callback))).statusCode()).isEqualTo(401);
    assertThat(browser.isSignedIn()).isFalse();
    assertThat(world.rows("sso_identities")).isZero();
  }

  @Test
  void keysOfAProviderMayChange() {
    var world = world();
    signIn(world, world.browser(), "alice");
    provider.rotateKey();
    world.auth.clock.advance(Duration.ofSeconds(31));

    assertThat(signIn(world, world.browser(), "alice")).isEqualTo(200);
  }

  @Test
  void samePersonInManyBrowsersAtOnceIsOneUser() throws Exception {
    var world = world();
    var go = new CountDownLatch(1);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Integer> one =
          () -> {
            var browser = world.browser();
            var callback = provider.signIn(browser.leave(""), "alice");
            go.await();
            return browser.comeBack(callback).statusCode();
          };
      var answers =
          java.util.stream.IntStream.range(0, 8).mapToObj(_ -> threads.submit(one)).toList();
      go.countDown();
      for (var answer : answers) {
        assertThat(answer.get()).isEqualTo(200);
      }
    }

    assertThat(world.rows("users")).isEqualTo(2);
    assertThat(world.rows("sso_identities")).isEqualTo(1);
  }

  @Test
  void programsAreToldWhatIsConfiguredAndWhatIsWrong() {
    var world = world();
    var about = world.auth.get("/api/v1/auth/sso", null);
    assertThat(about.body().path("enabled").asBoolean()).isTrue();
    assertThat(about.text("label")).isEqualTo("Sign in with Example");
    assertThat(about.text("login_url")).isEqualTo(SsoWorld.LOGIN);

    var refused = world.auth.get("/api/v1/auth/sso/callback?code=x&state=y", null);
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.text("error")).isEqualTo("sso-refused");
  }

  @Test
  void withoutAProviderThereIsNothingToLeadTo() {
    var world = new SsoWorld(kind, null);
    opened = world;

    assertThat(world.auth.get("/api/v1/auth/sso", null).body().path("enabled").asBoolean())
        .isFalse();
    assertThat(world.auth.get(SsoWorld.LOGIN, null).text("error")).isEqualTo("sso-not-configured");
  }
}
