package io.loom.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.ground.database.DatabaseKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What administrators do with users, and what that does to those who are signed in.
@ParameterizedClass
@EnumSource
@Timeout(120)
class UsersOverHttpTest {
  private static final String USERS = "/api/v1/auth/users";
  private static final String ME = "/api/v1/auth/me";

  private final AuthWorld world;
  private final String admin;

  UsersOverHttpTest(DatabaseKind kind) {
    world = new AuthWorld(kind, AuthWorld.REQUIRED);
    admin = world.admin();
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void everythingWrongWithANewUserIsSaidAtOnce() {
    var answer =
        world.post(
            USERS,
            admin,
            "{\"username\":\"a b\",\"email\":\"x\",\"role\":\"king\",\"password\":\"short\"}");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().path("errors").findValuesAsText("pointer"))
        .containsExactly("/username", "/email", "/role", "/password");
    assertThat(answer.body().toString()).doesNotContain("\"short\"");
  }

  @Test
  void nameIsTakenOnce() {
    world.user(admin, "alice", "user");

    var body = "{\"username\":\"ALICE\",\"role\":\"user\",\"password\":\"secure-password\"}";
    assertThat(world.post(USERS, admin, body).text("error")).isEqualTo("user-exists");
  }

  @Test
  void usersAreForAdministrators() {
    world.user(admin, "alice", "user");
    var alice = world.token("alice", "secure-password");

    assertThat(world.get(USERS, alice).status()).isEqualTo(403);
    assertThat(world.post(USERS, alice, "{").status()).isEqualTo(403);
    assertThat(world.get(USERS + "/user-admin", alice).status()).isEqualTo(403);
    assertThat(world.get(USERS, admin).body()).hasSize(2);
  }

  @Test
  void demotedUserHasHisNewRightsAtOnce() {
    var id = world.user(admin, "root", "admin");
    var root = world.token("root", "secure-password");
    assertThat(world.get(USERS, root).status()).isEqualTo(200);

    assertThat(patch(id, "{\"role\":\"viewer\"}").status()).isEqualTo(200);

    assertThat(world.get(USERS, root).status()).isEqualTo(403);
    assertThat(world.get(ME, root).text("role")).isEqualTo("viewer");
  }

  @Test
  void deactivatedUserIsOutAtOnceAndForGood() {
    var id = world.user(admin, "alice", "user");
    var alice = world.token("alice", "secure-password");

    assertThat(patch(id, "{\"is_active\":false}").status()).isEqualTo(200);

    assertThat(world.get(ME, alice).status()).isEqualTo(401);
    assertThat(world.login("alice", "secure-password").status()).isEqualTo(401);
    assertThat(patch(id, "{\"is_active\":true}").status()).isEqualTo(200);
    assertThat(world.get(ME, alice).status()).isEqualTo(401);
    assertThat(world.login("alice", "secure-password").status()).isEqualTo(200);
  }

  @Test
  void passwordSetByTheAdministratorEndsTheSessions() {
    var id = world.user(admin, "alice", "user");
    var alice = world.token("alice", "secure-password");

    assertThat(patch(id, "{\"password\":\"another password\"}").status()).isEqualTo(200);

    assertThat(world.get(ME, alice).status()).isEqualTo(401);
    assertThat(world.login("alice", "another password").status()).isEqualTo(200);
  }

  @Test
  void removedUserIsOutAtOnce() {
    var id = world.user(admin, "alice", "user");
    var alice = world.token("alice", "secure-password");

    assertThat(world.send("DELETE", USERS + "/" + id, admin, "").status()).isEqualTo(204);

    assertThat(world.get(ME, alice).status()).isEqualTo(401);
    assertThat(world.send("DELETE", USERS + "/" + id, admin, "").status()).isEqualTo(404);
  }

  @Test
  void lastAdministratorCannotGoAway() {
    var me = USERS + "/user-admin";

    assertThat(world.send("DELETE", me, admin, "").text("error")).isEqualTo("last-admin");
    assertThat(patch("user-admin", "{\"role\":\"user\"}").status()).isEqualTo(409);
    assertThat(patch("user-admin", "{\"is_active\":false}").status()).isEqualTo(409);
  }

  @Test
  void wrongCurrentPasswordChangesNothing() {
    world.user(admin, "alice", "user");
    var alice = world.token("alice", "secure-password");

    var answer =
        world.post(
            "/api/v1/auth/change-password",
            alice,
            "{\"current_password\":\"guess\",\"new_password\":\"another password\"}");
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("detail")).isEqualTo("incorrect password");
    assertThat(world.login("alice", "secure-password").status()).isEqualTo(200);
  }

  @Test
  void weakNewPasswordIsRefused() {
    for (var weak : new String[] {"short", "a long password", "admin", "password"}) {
      var answer =
          world.post(
              "/api/v1/auth/change-password",
              admin,
              "{\"current_password\":\"a long password\",\"new_password\":\"%s\"}".formatted(weak));
      assertThat(answer.status()).as(weak).isEqualTo(400);
    }
  }

  private AuthWorld.Answer patch(String id, String body) {
    return world.send("PATCH", USERS + "/" + id, admin, body);
  }
}
