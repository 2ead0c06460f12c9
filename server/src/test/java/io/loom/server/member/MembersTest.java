package io.loom.server.member;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Reach;
import io.loom.server.auth.AuthWorld;
import io.loom.server.auth.AuthWorld.Answer;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// Who is in a project, over HTTP.
@ParameterizedClass
@EnumSource
@Timeout(120)
class MembersTest {
  private static final String MEMBERS = "/api/v1/projects/demo/members";

  private final AuthWorld world;
  private final String admin;
  private final String alice;
  private final String bob;
  private final String bobsId;

  MembersTest(DatabaseKind kind) {
    world = new AuthWorld(kind, AuthWorld.REQUIRED);
    admin = world.admin();
    world.user(admin, "alice", "user");
    bobsId = world.user(admin, "bob", "user");
    alice = world.token("alice", "secure-password");
    bob = world.token("bob", "secure-password");
    var made =
        world.post(
            "/api/v1/projects",
            alice,
            "{\"id\":\"demo\",\"name\":\"Demo\",\"git_repo\":\"file:///tmp/x\",\"branch\":\"main\"}");
    assertThat(made.status()).isEqualTo(201);
  }

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void whoMakesAProjectOwnsItAndKnowsOfItAtOnce() {
    var members = world.get(MEMBERS, alice).body();

    assertThat(members).hasSize(1);
    assertThat(members.get(0).path("username").asText()).isEqualTo("alice");
    assertThat(members.get(0).path("role").asText()).isEqualTo("owner");
    assertThat(world.count("member.changed")).isEqualTo(1);
  }

  @Test
  void projectIsUnknownToOthers() {
    assertThat(world.get(MEMBERS, bob).text("error")).isEqualTo("project-not-found");
    assertThat(put(bob, "bob", "owner").status()).isEqualTo(404);
    assertThat(world.send("DELETE", MEMBERS + "/alice", bob, "").status()).isEqualTo(404);
    assertThat(world.get(MEMBERS, null).status()).isEqualTo(401);
    assertThat(world.get(MEMBERS, admin).status()).isEqualTo(200);
  }

  @Test
  void ownerLetsOthersInAndOut() {
    assertThat(put(alice, bobsId, "member").text("username")).isEqualTo("bob");
    assertThat(world.get(MEMBERS, bob).body()).hasSize(2);
    assertThat(put(bob, "bob", "owner").status()).isEqualTo(403);

    assertThat(world.send("DELETE", MEMBERS + "/bob", alice, "").status()).isEqualTo(204);
    assertThat(world.get(MEMBERS, bob).status()).isEqualTo(404);
    assertThat(world.count("member.removed")).isEqualTo(1);
  }

  @Test
  void memberMayLeave() {
    assertThat(put(alice, "bob", "member").status()).isEqualTo(200);

    assertThat(world.send("DELETE", MEMBERS + "/alice", bob, "").status()).isEqualTo(403);
    assertThat(world.send("DELETE", MEMBERS + "/bob", bob, "").status()).isEqualTo(204);
  }

  @Test
  void nonsenseIsExplained() {
    assertThat(put(alice, "bob", "king").status()).isEqualTo(400);
    assertThat(put(alice, "nobody", "member").text("error")).isEqualTo("user-not-found");
    assertThat(world.get("/api/v1/projects/none/members", admin).status()).isEqualTo(404);
  }

  @Test
  void reachIsEverythingForAdministratorsAndTheirProjectsForOthers() {
    world.database.read(handle -> {
      var users = world.users.service();
      var reach = users.findByName(handle, "alice").orElseThrow().user();
      assertThat(world.members.service().reach(handle, reach))
          .isEqualTo(new Reach.Projects(Set.of("demo")));
      var root = users.findByName(handle, "admin").orElseThrow().user();
      assertThat(world.members.service().reach(handle, root)).isEqualTo(Reach.EVERYTHING);
      return true;
    });
  }

  private Answer put(String token, String user, String role) {
    return world.send("PUT", MEMBERS + "/" + user, token, "{\"role\":\"%s\"}".formatted(role));
  }
}
