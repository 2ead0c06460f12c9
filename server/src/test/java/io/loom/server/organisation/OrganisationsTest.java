package io.loom.server.organisation;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.ground.database.DatabaseKind;
import io.loom.server.auth.AuthWorld;
import io.loom.server.auth.AuthWorld.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Organisations over HTTP.
@ParameterizedClass
@EnumSource
@Timeout(120)
class OrganisationsTest {
  private static final String ORGANISATIONS = "/api/v1/organisations";
  private static final String USERS = "/api/v1/auth/users/";

  private final AuthWorld world;
  private final String admin;
  private final String alicesId;
  private final String alice;
  private final String bob;

  OrganisationsTest(DatabaseKind kind) {
    world = new AuthWorld(kind, AuthWorld.REQUIRED);
    admin = world.admin();
    alicesId = world.user(admin, "alice", "user");
    world.user(admin, "bob", "user");
    alice = world.token("alice", "secure-password");
    bob = world.token("bob", "secure-password");
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void everyUserHasOneOfHisOwn() {
    var own = world.get(ORGANISATIONS, alice).body();

    assertThat(own).hasSize(1);
    assertThat(own.get(0).path("name").asText()).isEqualTo("alice");
    assertThat(own.get(0).path("is_personal").asBoolean()).isTrue();
    assertThat(own.get(0).path("role").asText()).isEqualTo("owner");
    assertThat(world.get(ORGANISATIONS, admin).body()).hasSize(3);
  }

  @Test
  void personalOneStaysAsItIs() {
    var path =
        ORGANISATIONS + "/" + world.get(ORGANISATIONS, alice).body().get(0).path("id").asText();

    assertThat(world.send("DELETE", path, alice, "").text("error"))
        .isEqualTo("organisation-personal");
    assertThat(world.send("PUT", path + "/members/bob", alice, "{}").status()).isEqualTo(409);
    assertThat(world.get(path, bob).status()).isEqualTo(404);
  }

  @Test
  void ownerSaysWhoIsIn() {
    var path = made("Team");

    assertThat(world.get(path, bob).text("error")).isEqualTo("organisation-not-found");
    assertThat(put(path, "bob", "member", alice).text("role")).isEqualTo("member");
    assertThat(world.get(path, bob).text("role")).isEqualTo("member");
    assertThat(world.get(path + "/members", bob).body()).hasSize(2);
    assertThat(put(path, "bob", "owner", bob).status()).isEqualTo(403);
    assertThat(world.send("PATCH", path, bob, "{\"name\":\"Mine\"}").status()).isEqualTo(403);
    assertThat(world.send("PATCH", path, alice, "{\"name\":\"Ours\"}").text("name"))
        .isEqualTo("Ours");
    assertThat(world.send("DELETE", path + "/members/bob", alice, "").status()).isEqualTo(204);
    assertThat(world.get(path, bob).status()).isEqualTo(404);
  }

  @Test
  void adminLetsMembersInAndMakesNoOwners() {
    var path = made("Team");
    world.user(admin, "carol", "user");
    put(path, "bob", "admin", alice);

    assertThat(put(path, "carol", "member", bob).status()).isEqualTo(200);
    assertThat(put(path, "carol", "owner", bob).status()).isEqualTo(403);
    assertThat(put(path, "alice", "member", bob).status()).isEqualTo(403);
    assertThat(world.send("DELETE", path + "/members/alice", bob, "").status()).isEqualTo(403);
    assertThat(world.send("DELETE", path, bob, "").status()).isEqualTo(403);
  }

  @Test
  void lastOwnerStays() {
    var path = made("Team");

    assertThat(put(path, "alice", "member", alice).text("error")).isEqualTo("last-owner");
    assertThat(world.send("DELETE", path + "/members/alice", alice, "").status()).isEqualTo(409);
    assertThat(world.send("DELETE", USERS + alicesId, admin, "").text("error"))
        .isEqualTo("user-needed");
    put(path, "bob", "owner", alice);
    assertThat(world.send("DELETE", path + "/members/alice", alice, "").status()).isEqualTo(204);
    assertThat(world.send("DELETE", USERS + alicesId, admin, "").status()).isEqualTo(204);
    assertThat(world.get(ORGANISATIONS, admin).body().findValuesAsText("name"))
        .doesNotContain("alice");
  }

  @Test
  void viewersMakeNone() {
    world.user(admin, "vera", "viewer");
    var vera = world.token("vera", "secure-password");

    assertThat(world.post(ORGANISATIONS, vera, "{\"name\":\"x\"}").status()).isEqualTo(403);
    assertThat(world.get(ORGANISATIONS, vera).body()).hasSize(1);
    assertThat(world.post(ORGANISATIONS, alice, "{\"name\":\" \"}").status()).isEqualTo(400);
  }

  private String made(String name) {
    var answer = world.post(ORGANISATIONS, alice, "{\"name\":\"%s\"}".formatted(name));
    assertThat(answer.status()).isEqualTo(201);
    return ORGANISATIONS + "/" + answer.text("id");
  }

  private Answer put(String path, String user, String role, String token) {
    return world.send("PUT", path + "/members/" + user, token, "{\"role\":\"%s\"}".formatted(role));
  }
}
