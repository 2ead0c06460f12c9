package io.loom.server.sso;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.ground.database.DatabaseKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What holds with every provider, ours and real ones.
@Timeout(120)
abstract class SsoContract {
  protected final OidcProvider provider;
  protected final SsoWorld world;

  protected SsoContract(DatabaseKind kind, OidcProvider provider) {
    this.provider = provider;
    this.world = new SsoWorld(kind, SsoWorld.config(provider));
  }

  @AfterEach
  void close() {
    world.close();
    provider.close();
  }

  @Test
  void personSignsInAndIsTheSameTheNextTime() {
    var first = world.browser();
    var answer = world.signIn(provider, first, "alice");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body()).contains("http-equiv=\"refresh\" content=\"0; url=/\"");
    assertThat(first.username()).isEqualTo("alice");

    var second = world.browser();
    world.signIn(provider, second, "alice");
    assertThat(second.username()).isEqualTo("alice");
    assertThat(world.rows("users")).isEqualTo(2);
    assertThat(world.rows("sso_identities")).isEqualTo(1);
    assertThat(world.auth.count("user.linked")).isEqualTo(1);
    assertThat(world.auth.count("session.started")).isEqualTo(2);
  }

  @Test
  void twoPersonsAreTwoUsers() {
    var alice = world.browser();
    var bob = world.browser();
    world.signIn(provider, alice, "alice");
    world.signIn(provider, bob, "bob");

    assertThat(alice.username()).isEqualTo("alice");
    assertThat(bob.username()).isEqualTo("bob");
  }

  @Test
  void browserComesBackToWhereItWas() {
    var browser = world.browser();
    var away = browser.leave("?return_to=%2Fdevice%3Fa%3D1%26b%3D2");

    var answer = browser.comeBack(provider.signIn(away, "alice"));
    assertThat(answer.body()).contains("url=/device?a=1&amp;b=2\"");
  }

  @Test
  void codeIsOfUseInTheBrowserThatAskedForItOnly() {
    var victim = world.browser();
    var callback = provider.signIn(world.browser().leave(""), "alice");
    victim.leave("");

    var answer = victim.comeBack(callback);
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(victim.isSignedIn()).isFalse();
    assertThat(world.browser().comeBack(callback).statusCode()).isEqualTo(401);
    assertThat(world.rows("users")).isEqualTo(1);
  }

  @Test
  void codeIsGoodOnce() {
    var browser = world.browser();
    var callback = provider.signIn(browser.leave(""), "alice");
    var again = browser.copy();

    assertThat(browser.comeBack(callback).statusCode()).isEqualTo(200);
    assertThat(browser.comeBack(callback).statusCode()).isEqualTo(401);
    assertThat(again.comeBack(callback).statusCode()).isEqualTo(401);
    assertThat(again.isSignedIn()).isFalse();
  }
}
