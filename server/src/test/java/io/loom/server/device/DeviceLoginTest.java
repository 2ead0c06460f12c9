package io.loom.server.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.base.Secret;
import io.loom.ground.database.DatabaseKind;
import io.loom.server.auth.AuthConfig;
import io.loom.server.auth.AuthWorld;
import io.loom.server.auth.AuthWorld.Answer;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// A program that gets signed in by a person, as both see it, on both databases.
@ParameterizedClass
@EnumSource
@Timeout(120)
class DeviceLoginTest {
  private static final String DEVICE = "/api/v1/auth/device/";
  private static final String ME = "/api/v1/auth/me";

  private final AuthWorld world;

  DeviceLoginTest(DatabaseKind kind) {
    world = new AuthWorld(kind, AuthWorld.REQUIRED, AuthWorld.SECRETS, it -> resources(it, null));
  }

  private static List<Object> resources(AuthWorld world, @Nullable URI publicUrl) {
    var feature =
        DeviceFeature.create(
            new Secret("hashes codes"),
            publicUrl,
            world.database,
            world.auth.signIns(),
            world.events.log(),
            world.clock);
    return List.of(feature.resource(), feature.pageResource());
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Answer start() {
    return world.post(DEVICE + "start", null, "{}");
  }

  private Answer poll(String deviceCode) {
    world.clock.advance(DeviceService.INTERVAL);
    return pollAtOnce(deviceCode);
  }

  private Answer pollAtOnce(String deviceCode) {
    return world.post(DEVICE + "poll", null, "{\"device_code\":\"%s\"}".formatted(deviceCode));
  }

  private Answer complete(@Nullable String token, String userCode) {
    return world.post(DEVICE + "complete", token, "{\"user_code\":\"%s\"}".formatted(userCode));
  }

  @Test
  void programIsSignedInAsWhoLetsItInOnce() {
    var admin = world.admin();
    world.user(admin, "alice", "user");
    var alice = world.token("alice", "secure-password");
    var started = start();
    var code = started.text("device_code");

    assertThat(started.status()).isEqualTo(200);
    assertThat(started.text("user_code")).matches("\\d{3}-\\d{3}-\\d{3}");
    assertThat(started.text("verification_url")).isEqualTo("http://" + world.host() + "/device");
    assertThat(started.body().path("expires_in").asLong()).isEqualTo(600);
    assertThat(started.body().path("interval").asLong()).isEqualTo(1);
    assertThat(poll(code).text("status")).isEqualTo("pending");

    assertThat(complete(alice, started.text("user_code")).status()).isEqualTo(200);
    var completed = poll(code);
    assertThat(completed.text("status")).isEqualTo("completed");
    assertThat(completed.body().path("expires_in").asLong()).isEqualTo(86_400);
    var me = world.get(ME, completed.text("access_token"));
    assertThat(me.text("username")).isEqualTo("alice");
    assertThat(completed.header("Cache-Control")).isEqualTo("no-store");

    assertThat(poll(code).text("status")).isEqualTo("expired");
    assertThat(complete(alice, started.text("user_code")).status()).isEqualTo(404);
    assertThat(world.count("device.decided")).isEqualTo(1);
  }

  @Test
  void programThatIsRefusedHearsSo() {
    var admin = world.admin();
    var started = start();
    var body = "{\"user_code\":\"%s\",\"deny\":true}".formatted(started.text("user_code"));

    assertThat(world.post(DEVICE + "complete", admin, body).status()).isEqualTo(200);
    var answer = poll(started.text("device_code"));
    assertThat(answer.text("status")).isEqualTo("denied");
    assertThat(answer.body().has("access_token")).isFalse();
    assertThat(complete(admin, started.text("user_code")).status()).isEqualTo(404);
  }

  @Test
  void personSeesWhoAsksBeforeHeDecides() {
    var admin = world.admin();
    var started =
        world.send(
            world
                .request(DEVICE + "start")
                .setHeader("User-Agent", "loom-cli\u0009of alice")
                .POST(BodyPublishers.ofString("{}")));
    var body = "{\"user_code\":\"%s\"}".formatted(started.text("user_code").replace('-', ' '));

    var seen = world.post(DEVICE + "inspect", admin, body);
    assertThat(seen.text("user_agent")).isEqualTo("loom-cli of alice");
    assertThat(seen.text("address")).isEqualTo("127.0.0.1");
    assertThat(seen.text("created_at")).isEqualTo("2026-01-01T12:00:00Z");
    assertThat(poll(started.text("device_code")).text("status")).isEqualTo("pending");
  }

  @Test
  void codesExpire() {
    var admin = world.admin();
    var started = start();
    world.clock.advance(DeviceService.LIFE);

    assertThat(complete(admin, started.text("user_code")).status()).isEqualTo(404);
    assertThat(poll(started.text("device_code")).text("status")).isEqualTo("expired");
  }

  @Test
  void approvalDoesNotOutliveTheCode() {
    var admin = world.admin();
    var started = start();
    assertThat(complete(admin, started.text("user_code")).status()).isEqualTo(200);
    world.clock.advance(DeviceService.LIFE);

    assertThat(poll(started.text("device_code")).text("status")).isEqualTo("expired");
  }

  @Test
  void unknownAndMalformedDeviceCodesAreToldApart() {
    var unknown = poll("5f1c9f0e-6a0e-4b9c-8f53-0d5a3e6f8a11");
    assertThat(unknown.status()).isEqualTo(200);
    assertThat(unknown.text("status")).isEqualTo("expired");

    for (var text : List.of("", "x", "5F1C9F0E-6A0E-4B9C-8F53-0D5A3E6F8A11")) {
      assertThat(pollAtOnce(text).status()).isEqualTo(400);
    }
    assertThat(world.post(DEVICE + "poll", null, "{}").status()).isEqualTo(400);
  }

  @Test
  void pollingTooFastIsSlowedDown() {
    var code = start().text("device_code");
    assertThat(poll(code).status()).isEqualTo(200);

    var second = pollAtOnce(code);
    assertThat(second.status()).isEqualTo(429);
    assertThat(second.text("error")).isEqualTo("slow-down");
    assertThat(second.header("Retry-After")).isEqualTo("1");
    assertThat(poll(code).status()).isEqualTo(200);
  }

  @Test
  void onlyPersonsWithAllTheirRightsLetProgramsIn() {
    var held = world.token("admin", "admin");
    var started = start();
    var code = started.text("user_code");

    assertThat(complete(null, code).status()).isEqualTo(401);
    assertThat(complete(held, code).status()).isEqualTo(403);
    var admin = world.admin();
    var key =
        world
            .post("/api/v1/auth/api-keys", admin, "{\"name\":\"ci\",\"permissions\":[\"*:*\"]}")
            .text("key");
    assertThat(complete(key, code).text("error")).isEqualTo("sign-in-required");
    assertThat(poll(started.text("device_code")).text("status")).isEqualTo("pending");
  }

  @Test
  void guessingCodesEndsSoonAndOnlyForWhoGuesses() {
    var admin = world.admin();
    world.user(admin, "eve", "viewer");
    var eve = world.token("eve", "secure-password");
    var code = start().text("user_code");
    var wrong = code.startsWith("111") ? "222-222-222" : "111-111-111";
    for (int i = 0; i < GuessLimit.MOST_OF_ONE; i++) {
      assertThat(complete(eve, wrong).status()).isEqualTo(404);
    }

    var refused = complete(eve, code);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.header("Retry-After")).isEqualTo("600");
    assertThat(complete(admin, code).status()).isEqualTo(200);
    world.clock.advance(GuessLimit.PERIOD);
    assertThat(complete(eve, code).status()).isEqualTo(404);
  }

  @Test
  void userCodeThatCannotBeOneIsRefusedWithoutCounting() {
    var admin = world.admin();
    for (var text : List.of("", "12345678", "1234567890", "abc-def-ghi", "1".repeat(500))) {
      assertThat(complete(admin, text).status()).isEqualTo(400);
    }
  }

  @Test
  void whoIsMadeInactiveMeanwhileSignsNothingIn() {
    var admin = world.admin();
    var id = world.user(admin, "alice", "user");
    var alice = world.token("alice", "secure-password");
    var started = start();
    complete(alice, started.text("user_code"));
    world.send("PATCH", "/api/v1/auth/users/" + id, admin, "{\"is_active\":false}");

    var answer = poll(started.text("device_code"));
    assertThat(answer.text("status")).isEqualTo("denied");
    assertThat(answer.body().has("access_token")).isFalse();
  }

  @Test
  void oneOfManyPollsGetsTheToken() throws Exception {
    var admin = world.admin();
    var started = start();
    complete(admin, started.text("user_code"));
    world.clock.advance(DeviceService.INTERVAL);
    var go = new CountDownLatch(1);

    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Answer>> answers =
          IntStream.range(0, 20)
              .mapToObj(_ ->
                  threads.submit(() -> {
                    go.await();
                    return pollAtOnce(started.text("device_code"));
                  }))
              .toList();
      go.countDown();
      int completed = 0;
      for (var answer : answers) {
        completed += answer.get().body().has("access_token") ? 1 : 0;
      }
      assertThat(completed).isEqualTo(1);
    }
  }

  @Test
  void approvalHoldsAfterARestart() {
    var admin = world.admin();
    var started = start();
    complete(admin, started.text("user_code"));
    world.restart(AuthWorld.REQUIRED, AuthWorld.SECRETS);

    assertThat(poll(started.text("device_code")).text("status")).isEqualTo("completed");
  }

  @Test
  void codesAreNotInTheDatabase() {
    var started = start();

    var stored =
        world.database.read(handle ->
            handle
                .createQuery("SELECT device_hash, user_hash FROM device_logins")
                .mapToMap()
                .list());
    var text = stored.toString();
    assertThat(stored).hasSize(1);
    assertThat(text)
        .doesNotContain(started.text("device_code"))
        .doesNotContain(started.text("user_code").replace("-", ""));
  }

  @Test
  void soManyMayWaitFromOneAddress() {
    for (int i = 0; i < DeviceService.MOST_OF_ADDRESS; i++) {
      assertThat(start().status()).isEqualTo(200);
    }

    assertThat(start().status()).isEqualTo(429);
    world.clock.advance(DeviceService.LIFE);
    assertThat(start().status()).isEqualTo(200);
  }

  @Test
  void withoutSignInTheAdministratorOfTheHostLetsProgramsIn() {
    world.restart(new AuthConfig(false, false, null), AuthWorld.SECRETS);
    var started = start();

    assertThat(complete(null, started.text("user_code")).status()).isEqualTo(200);
    var token = poll(started.text("device_code")).text("access_token");
    assertThat(world.get(ME, token).text("id")).isEqualTo("user-admin");
  }

  @Test
  void browserNeedsTheHeaderAgainstForgedRequests() {
    world.admin();
    var login =
        world.post(
            "/api/v1/auth/login",
            null,
            "{\"username\":\"admin\",\"password\":\"a long password\",\"cookie\":true}");
    var cookie = login.header("Set-Cookie").replaceFirst(";.*", "");
    var code = "{\"user_code\":\"%s\"}".formatted(start().text("user_code"));

    var forged =
        world
            .request(DEVICE + "complete")
            .header("Cookie", cookie)
            .POST(BodyPublishers.ofString(code));
    assertThat(world.send(forged.copy()).text("error")).isEqualTo("cross-site");
    assertThat(world.send(forged.header("X-CSRF-Token", login.text("csrf_token"))).status())
        .isEqualTo(200);
  }

  @Test
  void pageWorksUnderThePolicyForScripts() {
    var types = Map.of("", "text/html", "/device.js", "text/javascript", "/device.css", "text/css");
    types.forEach((path, type) -> {
      var answer = world.fetch("/device" + path);
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(type);
      assertThat(answer.headers().firstValue("Content-Security-Policy").orElse(""))
          .contains("script-src 'self'", "frame-ancestors 'none'");
    });
    var page = world.fetch("/device").body();
    assertThat(page)
        .contains("src=\"/device/device.js\"")
        .doesNotContainPattern("<script(?![^>]*src=)")
        .doesNotContainPattern("\\son[a-z]+=|style=|https?://");
  }
}
