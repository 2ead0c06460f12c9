package io.loom.server.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.loom.server.credential.DeployKeyService.Old;
import io.loom.server.git.GitException;
import io.loom.server.git.GitSshServer;
import io.loom.server.git.Remote;
import io.loom.server.project.GitAuthMethod;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Deploy keys and host keys against OpenSSH.
@Tag("system")
class SshAccessTest {
  private final Path folder;
  private final GitSshServer forge;
  private final AccessWorld world;

  SshAccessTest(@TempDir Path folder) {
    this.folder = folder;
    forge = GitSshServer.start(folder.resolve("sshd"));
    world = new AccessWorld(folder);
    world.givenProject(forge.url(world.repository.bare()), GitAuthMethod.SSH);
  }

  @AfterEach
  void close() {
    forge.close();
    world.close();
  }

  @Test
  void keyIsMadeWithoutProgramsAsProgramsMakeIt() {
    var key = world.keys().current();

    assertThat(world.look()).containsExactly("git_key_refused");
    var file = world.keyFile("id_ed25519");
    assertThat(GitSshServer.output("ssh-keygen", "-y", "-f", file.toString()))
        .isEqualTo(key.publicKey());
    assertThat(GitSshServer.output("ssh-keygen", "-l", "-f", file.toString()))
        .isEqualTo("256 %s loom-deploy-key (ED25519)".formatted(key.fingerprint()));
  }

  @Test
  void projectIsReadyOnceItsKeyIsRegistered() throws Exception {
    assertThat(world.look()).containsExactly("git_key_refused");
    assertThat(world.issue().remedy())
        .contains("Deploy keys")
        .endsWith(world.keys().current().publicKey());

    forge.registerForReading(world.keys().current().publicKey());
    assertThat(world.look()).containsExactly("git_write_access");
    assertThat(world.issue().message()).contains("the key is read only");

    forge.removeKeys();
    forge.register(world.keys().current().publicKey());
    assertThat(world.look()).isEmpty();
    assertThat(world.project().readiness().ready()).isTrue();
    assertThat(world.keys().current().lastUsedAt()).isEqualTo(world.server.clock.instant());
    assertThat(world.push()).isTrue();
  }

  @Test
  void lostKeyFilesAreRestored() throws Exception {
    forge.register(world.keys().current().publicKey());
    assertThat(world.look()).isEmpty();
    var before = Files.readString(world.keyFile("id_ed25519"));

    for (var name : new String[] {"id_ed25519", "id_ed25519.pub", "known_hosts"}) {
      Files.delete(world.keyFile(name));
    }
    Files.delete(world.keyFile(""));

    assertThat(world.push()).isTrue();
    assertThat(world.keyFile("id_ed25519")).hasContent(before);
    assertThat(Files.getPosixFilePermissions(world.keyFile("id_ed25519")))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    assertThat(Files.getPosixFilePermissions(world.keyFile("")))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    assertThat(world.keyFile("known_hosts")).content().contains(forge.host());
  }

  @Test
  void rotationWithOverlapLosesNoPush() throws Exception {
    var first = world.keys().current();
    forge.register(first.publicKey());
    assertThat(world.look()).isEmpty();

    var rotated = world.credentials.keys().rotate("user:ada", "demo", Old.OVERLAPS).orElseThrow();
    assertThat(world.push()).isTrue();
    assertThat(world.look()).containsExactly("(git_key_rotation)");
    assertThat(world.issue().remedy()).endsWith(rotated.current().publicKey());
    assertThat(world.keys().previous()).extracting("fingerprint").isEqualTo(first.fingerprint());

    forge.registerForReading(rotated.current().publicKey());
    assertThat(world.look()).as("reading is not enough").containsExactly("(git_key_rotation)");
    assertThat(world.push()).isTrue();

    forge.removeKeys();
    forge.register(first.publicKey());
    forge.register(rotated.current().publicKey());
    assertThat(world.look()).isEmpty();
    assertThat(world.keys().previous()).isNull();

    forge.removeKeys();
    forge.register(rotated.current().publicKey());
    assertThat(world.push()).isTrue();
    assertThat(world.keyFile("id_ed25519.previous")).doesNotExist();
  }

  @Test
  void oldKeyEndsWithItsTime() {
    forge.register(world.keys().current().publicKey());
    assertThat(world.look()).isEmpty();
    var _ = world.credentials.keys().rotate("user:ada", "demo", Old.OVERLAPS);
    assertThat(world.look()).containsExactly("(git_key_rotation)");

    world.server.clock.advance(Duration.ofDays(7));

    assertThat(world.look()).containsExactly("git_key_refused");
    assertThat(world.server.count("deploy_key.ended")).isEqualTo(1);
    assertThat(world.keyFile("id_ed25519.previous")).doesNotExist();
  }

  @Test
  void compromisedKeyEndsAtOnce() {
    forge.register(world.keys().current().publicKey());
    assertThat(world.look()).isEmpty();

    var rotated = world.credentials.keys().rotate("user:ada", "demo", Old.ENDS).orElseThrow();

    assertThat(world.look()).containsExactly("git_key_refused");
    forge.register(rotated.current().publicKey());
    assertThat(world.look()).isEmpty();
  }

  @Test
  void changedHostKeyIsRefusedUntilItIsForgotten() throws Exception {
    forge.register(world.keys().current().publicKey());
    assertThat(world.look()).isEmpty();
    var known = forge.hostFingerprint();

    forge.changeHostKey("ed25519");

    assertThat(world.look()).containsExactly("git_host_key_changed");
    assertThat(world.issue().message())
        .contains(forge.host(), "Known: " + known, "Shown: " + forge.hostFingerprint());
    assertThat(world.issue().remedy()).contains("DELETE /api/v1/projects/demo/host-keys");
    assertThatExceptionOfType(GitException.class).isThrownBy(world::push);

    world.credentials.hosts().forget("user:ada", "demo");
    assertThat(world.look()).isEmpty();
    assertThat(world.credentials.hosts().list("demo"))
        .singleElement()
        .extracting("host", "fingerprint")
        .containsExactly(forge.host(), forge.hostFingerprint());
  }

  @Test
  void hostKeyOfAnotherKindIsAChangedOne() {
    forge.register(world.keys().current().publicKey());
    assertThat(world.look()).isEmpty();

    forge.changeHostKey("ecdsa");

    assertThat(world.look()).containsExactly("git_host_key_changed");
  }

  @Test
  void pinnedHostOutlivesItsFile() throws Exception {
    forge.register(world.keys().current().publicKey());
    assertThat(world.look()).isEmpty();
    Files.delete(world.keyFile("known_hosts"));

    forge.changeHostKey("ed25519");

    assertThat(world.look()).containsExactly("git_host_key_changed");
  }

  @Test
  void addressIsNeverAnOption() throws Exception {
    var canary = folder.resolve("canary");
    var ssh = world.credentials.remotes().of("demo");

    for (var url :
        new String[] {
          "--upload-pack=touch " + canary,
          "ssh://-oProxyCommand=touch%20" + canary + "/x",
          "-oProxyCommand=touch " + canary + ":x",
          "ext::touch " + canary
        }) {
      var remote = new Remote(url, ssh.access(), ssh.route());
      assertThatExceptionOfType(GitException.class).isThrownBy(() -> world.mirrors.probe(remote));
      assertThatExceptionOfType(GitException.class)
          .isThrownBy(() -> world.mirrors.of("demo").tryPush(remote));
    }
    assertThat(canary).doesNotExist();
  }

  @Test
  void pathWithBlanksAndSignsIsAPath() {
    var strange = folder.resolve("a 'b' %h $(x)");
    var other = new AccessWorld(strange);
    try {
      other.givenProject(forge.url(other.repository.bare()), GitAuthMethod.SSH);
      forge.register(other.keys().current().publicKey());

      assertThat(other.look()).isEmpty();
    } finally {
      other.close();
    }
  }
}
