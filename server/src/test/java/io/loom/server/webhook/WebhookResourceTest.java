package io.loom.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.base.Secret;
import io.loom.ground.database.DatabaseKind;
import io.loom.server.RestServer;
import io.loom.server.ServerWorld;
import io.loom.server.event.StoredEvent;
import io.loom.server.webhook.WebhookConfig.Unsigned;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource
class WebhookResourceTest {
  private static final Secret SECRET = new Secret("It's a Secret to Everybody");
  private static final String PAYLOAD =
      """
      {"action": "opened", "repository": {"full_name": "Octo/Hello"}, "sender": {"login": "ada"},
       "issue": {"number": 7, "title": "It\\u0000 breaks", "html_url": "https://github.com/o/h/7"}}
      """;

  @Parameter private DatabaseKind kind = DatabaseKind.SQLITE;
  @TempDir private Path folder;
  private ServerWorld world;
  private RestServer server;

  @BeforeEach
  void start() {
    world = new ServerWorld(kind, folder);
    server = serve(SECRET, Unsigned.REFUSED);
  }

  @AfterEach
  void stop() {
    server.close();
    world.close();
  }

  @Test
  void signatureIsThatOfTheExampleInGithubsManual() {
    var body = "Hello, World!".getBytes(StandardCharsets.UTF_8);

    assertThat(Signature.hex(SECRET, body))
        .isEqualTo("757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17");
  }

  @Test
  void signedCallBecomesAnEventOfItsProject() {
    world.givenProject("hello", "git@github.com:octo/hello.git");
    var answer = call("issues", "d1", PAYLOAD);

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("status")).isEqualTo("received");
    assertThat(answer.text("event")).isEqualTo("issues");
    assertThat(events())
        .singleElement()
        .satisfies(event -> {
          assertThat(event.type()).isEqualTo("external.github_issue");
          assertThat(event.projectId()).isEqualTo("hello");
          assertThat(event.subject()).isEqualTo("Octo/Hello#7");
          assertThat(event.data()).contains("\"title\":\"It  breaks\"", "\"sender\":\"ada\"");
        });
  }

  @Test
  void repositoryWithoutAProjectIsKeptToo() {
    assertThat(call("issues", "d1", PAYLOAD).text("status")).isEqualTo("received");
    assertThat(events()).singleElement().extracting(StoredEvent::projectId).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "'', d1",
    "sha256=, d1",
    "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17, d1",
    "sha1=7571, d1"
  })
  void callWithoutARightSignatureIsRefused(String signature, String id) {
    var answer =
        send(
            Map.of(
                "X-GitHub-Event",
                "issues",
                "X-GitHub-Delivery",
                id,
                "X-Hub-Signature-256",
                signature),
            PAYLOAD);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text("error")).isEqualTo("webhook-signature");
    assertThat(events()).isEmpty();
  }

  @Test
  void repeatedCallIsIgnoredEvenUnderAnotherId() {
    call("issues", "d1", PAYLOAD);

    for (var id : List.of("d1", "d2")) {
      var again = call("issues", id, PAYLOAD);
      assertThat(again.status()).isEqualTo(200);
      assertThat(again.text("status")).isEqualTo("ignored");
    }
    assertThat(events()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "issues,labeled,",
    "push,,",
    "ping,,",
    "issues,closed,external.github_issue",
    "pull_request,opened,external.github_pr",
    "pull_request,synchronize,external.github_pr_update",
    "pull_request,closed,external.github_pr_update",
    "issue_comment,created,external.github_comment",
    "release,published,external.release"
  })
  void onlyWhatMattersBecomesAnEvent(String name, String action, String type) {
    var answer = call(name, "d1", PAYLOAD.replace("opened", action == null ? "" : action));

    assertThat(answer.text("status")).isEqualTo(type == null ? "ignored" : "received");
    assertThat(events().stream().map(StoredEvent::type).toList())
        .isEqualTo(type == null ? List.of() : List.of(type));
  }

  @Test
  void signedNonsenseIsRefused() {
    assertThat(call("issues", "d1", "[").status()).isEqualTo(400);
    assertThat(call("issues", "", PAYLOAD).status()).isEqualTo(400);
    assertThat(call("issues", "d1", "[]").text("status")).isEqualTo("ignored");
  }

  @Test
  void withoutASecretCallsAreTakenOnlyWhereEverybodyIsTrusted() {
    server.close();
    server = serve(new Secret(""), Unsigned.REFUSED);
    assertThat(call("issues", "d1", PAYLOAD).text("error")).isEqualTo("webhook-secret-missing");

    server.close();
    server = serve(new Secret(""), Unsigned.TAKEN);
    assertThat(call("issues", "d1", PAYLOAD).text("status")).isEqualTo("received");
  }

  @ParameterizedTest
  @CsvSource({
    "https://github.com/octo/hello,true",
    "https://github.com/Octo/Hello.git/,true",
    "ssh://git@github.com/octo/hello.git,true",
    "git@github.com:octo/hello.git,true",
    "https://github.com/octo/hello2,false",
    "https://github.com/xocto/hello,false",
    "file:///srv/hello.git,false"
  })
  void addressOfARepositoryIsRecognised(String address, boolean same) {
    assertThat(ForgeNews.isAddressOf(address, "octo/Hello")).isEqualTo(same);
  }

  private RestServer serve(Secret secret, Unsigned unsigned) {
    return WebhookWorld.serve(world, new WebhookConfig(secret, WebhookRules.builtIn(), unsigned));
  }

  private RestServer.Answer call(String name, String id, String body) {
    var signature = "sha256=" + Signature.hex(SECRET, body.getBytes(StandardCharsets.UTF_8));
    return send(
        Map.of("X-GitHub-Event", name, "X-GitHub-Delivery", id, "X-Hub-Signature-256", signature),
        body);
  }

  private RestServer.Answer send(Map<String, String> headers, String body) {
    return server.send("POST", "/api/v1/webhooks/github", headers, body);
  }

  private List<StoredEvent> events() {
    return world.database.read(handle -> world.events.newest(handle, "", "", 10));
  }
}
