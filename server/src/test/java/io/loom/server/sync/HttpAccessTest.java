package io.loom.server.sync;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.loom.ground.tls.TestCertificate;
import io.loom.server.git.GitHttpServer;
import io.loom.server.project.GitAuthMethod;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Secrets for HTTP against `git http-backend`.
class HttpAccessTest {
  private static final String CANARY = "s3cret+canary/&%";

  private final Path folder;
  private final GitHttpServer forge;
  private final AccessWorld world;

  HttpAccessTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    forge = GitHttpServer.start(folder);
    var helper = folder.resolve("a helper");
    Files.writeString(
        helper,
        "#!/bin/sh\ntest $2 = get && printf 'username=%s\\npassword=%s\\n' \"$1\" helped\n");
    assertThat(helper.toFile().setExecutable(true)).isTrue();
    world = new AccessWorld(folder, List.of(helper.toString(), "it's"), null);
  }

  @AfterEach
  void close() {
    forge.close();
    world.close();
  }

  @Test
  void tokenOpensTheRepository() throws Exception {
    world.givenProject(forge.url("origin.git"), GitAuthMethod.TOKEN);
    assertThat(world.look()).containsExactly("git_credential");
    assertThat(world.issue().message()).contains("no secret GIT_TOKEN");

    world.givenSecret("GIT_TOKEN", CANARY + "\n");
    assertThat(world.look()).containsExactly("git_secret_refused");

    forge.letRead("x-access-token", CANARY);
    assertThat(world.look()).containsExactly("git_write_access");

    forge.letIn("x-access-token", CANARY);
    assertThat(world.look()).isEmpty();
    assertThat(world.push()).isTrue();
    assertThat(folder.resolve("projects/home/remotes")).isEmptyDirectory();
  }

  @Test
  void userOfTheAddressGoesWithTheToken() {
    world.givenProject(forge.url("origin.git").replace("://", "://ada%40x@"), GitAuthMethod.TOKEN);
    world.givenSecret("GIT_TOKEN", CANARY);
    forge.letIn("ada@x", CANARY);

    assertThat(world.look()).isEmpty();
  }

  @Test
  void nameAndPasswordOpenTheRepository() {
    world.givenProject(forge.url("origin.git"), GitAuthMethod.BASIC);
    world.givenSecret("GIT_PASSWORD", "no colon");
    assertThat(world.look()).containsExactly("git_credential");
    forge.letIn("ada", "a:" + CANARY);

    world.given("ADAS_PASSWORD", Map.of());
    world.givenSecret("ADAS_PASSWORD", "ada:a:" + CANARY);

    assertThat(world.look()).isEmpty();
  }

  @Test
  void helperOfTheAdministratorOpensTheRepository() {
    world.givenProject(forge.url("origin.git"), GitAuthMethod.GIT_HELPER);
    assertThat(world.look()).containsExactly("git_secret_refused");

    forge.letIn("it's", "helped");

    assertThat(world.look()).isEmpty();
  }

  @Test
  void certificateOfAnAuthorityOfOnesOwnIsBelievedWhenItIsNamed() throws Exception {
    var certificate = TestCertificate.make(folder, "EC", "forge");
    var file = certificate.writeTo(folder).certificate();
    try (var secure = GitHttpServer.start(folder, tls(certificate))) {
      secure.letIn("x-access-token", CANARY);
      world.givenProject(secure.url("origin.git"), GitAuthMethod.TOKEN);
      world.givenSecret("GIT_TOKEN", CANARY);
      assertThat(world.look()).containsExactly("git_certificate");

      world.givenOptions(Map.of("http.sslCAInfo", file.toString()));

      assertThat(world.look()).isEmpty();
      assertThat(world.push()).isTrue();
    }
  }

  private static SSLContext tls(TestCertificate certificate) throws Exception {
    var decoder = Base64.getMimeDecoder();
    var chain =
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(certificate.certificate().getBytes(US_ASCII)));
    var body = certificate.key().replaceAll("-----[A-Z ]+-----", "");
    var key =
        KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(decoder.decode(body)));
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("a", key, new char[0], new Certificate[] {chain});
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    var context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  @Test
  void optionsThatWouldWeakenGitAreRefused() {
    world.givenProject(forge.url("origin.git"), GitAuthMethod.NONE);

    for (var option :
        List.of(
            Map.of("http.sslVerify", "false"),
            Map.of("core.sshCommand", "touch /tmp/x"),
            Map.of("http.proxy", "http://user:password@proxy:1"),
            Map.of("http.proxy", "-x"),
            Map.of("http.sslCAInfo", "relative"))) {
      assertThatExceptionOfType(IllegalArgumentException.class)
          .as(option.toString())
          .isThrownBy(() -> world.givenOptions(option));
    }
  }

  @Test
  void secretGoesToNoOtherHostInTheOpen() {
    world.givenSecret("GIT_TOKEN", CANARY);
    world.givenProject("http://example.org/x.git", GitAuthMethod.TOKEN);

    assertThat(world.look()).containsExactly("git_url_form");
    assertThat(world.issue().message()).contains("everybody on the way could read the secret");
  }

  @Test
  void nobodySeesTheSecretWhileGitRuns() throws Exception {
    world.givenProject(forge.url("origin.git"), GitAuthMethod.TOKEN);
    world.givenSecret("GIT_TOKEN", CANARY);
    forge.letIn("x-access-token", CANARY);
    var held = forge.hold();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<List<String>> look = world::look;
      var looking = threads.submit(look);
      forge.awaitRequest();

      var seen = processes();
      held.countDown();

      assertThat(seen).as("the command is among them").anyMatch(it -> it.contains("ls-remote"));
      assertThat(seen).noneMatch(it -> it.contains(CANARY) || it.contains("s3cret"));
      assertThat(looking.get()).isEmpty();
    }
    assertThat(forge.requests()).noneMatch(it -> it.contains("s3cret"));
    assertThat(Files.readString(folder.resolve("projects/mirrors/demo.git/config")))
        .doesNotContain("s3cret", "credential");
  }

  /// Arguments and environments of all processes of this user.
  private static List<String> processes() throws IOException {
    var seen = new ArrayList<String>();
    for (var process : ProcessHandle.allProcesses().toList()) {
      for (var file : List.of("cmdline", "environ")) {
        try {
          var path = Path.of("/proc", Long.toString(process.pid()), file);
          seen.add(Files.readString(path, StandardCharsets.ISO_8859_1));
        } catch (IOException _) {
          // It has ended, or belongs to somebody else.
        }
      }
    }
    return seen;
  }
}
