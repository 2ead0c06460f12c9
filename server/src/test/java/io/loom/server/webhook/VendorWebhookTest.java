package io.loom.server.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import io.loom.base.Secret;
import io.loom.ground.database.DatabaseKind;
import io.loom.server.RestServer;
import io.loom.server.ServerWorld;
import io.loom.server.bead.Bead;
import io.loom.server.webhook.WebhookConfig.Unsigned;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What all forges have in common: only who knows the secret is believed, once, and the rules are
/// followed.
@ParameterizedClass
@EnumSource
class VendorWebhookTest {
  private static final Secret SHARED = new Secret("shared by all");

  /// A forge, and how it calls.
  enum Vendor {
    GITHUB,
    GITLAB,
    GITLAB_SIGNED,
    GITEA;

    String path() {
      return "/api/v1/webhooks/"
          + switch (this) {
            case GITHUB -> "github";
            case GITLAB, GITLAB_SIGNED -> "gitlab";
            case GITEA -> "gitea";
          };
    }

    Secret secret() {
      return this == GITLAB_SIGNED
          ? new Secret("whsec_c2lnbmVkIHdpdGggYSBzZWNyZXQga2V5IG9mIDMyIGI=")
          : SHARED;
    }

    Map<String, String> headers(String id, Secret secret, Instant now, String body) {
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      var time = Long.toString(now.getEpochSecond());
      return switch (this) {
        case GITHUB ->
            Map.of(
                "X-GitHub-Event",
                event(body),
                "X-GitHub-Delivery",
                id,
                "X-Hub-Signature-256",
                "sha256=" + Signature.hex(secret, bytes));
        case GITEA ->
            Map.of(
                "X-Gitea-Event", event(body),
                "X-Gitea-Delivery", id,
                "X-Gitea-Signature", Signature.hex(secret, bytes));
        case GITLAB -> Map.of("Idempotency-Key", id, "X-Gitlab-Token", secret.reveal());
        case GITLAB_SIGNED ->
            Map.of(
                "webhook-id", id,
                "webhook-timestamp", time,
                "webhook-signature", "v1,AAAA " + Signature.standard(secret, id, time, bytes));
      };
    }

    private static String event(String body) {
      return body.contains("\"comment\"")
          ? "issue_comment"
          : body.contains("\"pull_request\"") ? "pull_request" : "issues";
    }

    /// @param action as GitHub calls it
    String pull(String action, String branch) {
      return switch (this) {
        case GITHUB, GITEA ->
            """
            {"action": "%s", "repository": {"full_name": "octo/hello"}, "sender": {"login": "rosa"},
             "pull_request": {"number": 7, "title": "Add {number}", "html_url": "https://f/7",
               "body": "Please\\nlook", "head": {"ref": "%s"}}}
            """
                .formatted(action, branch);
        case GITLAB, GITLAB_SIGNED ->
            """
            {"object_kind": "merge_request", "project": {"path_with_namespace": "octo/hello"},
             "user": {"username": "rosa"},
             "object_attributes": {"iid": 7, "title": "Add {number}", "url": "https://f/7",
               "description": "Please\\nlook", "source_branch": "%s", "action": "%s"}}
            """
                .formatted(
                    branch,
                    switch (action) {
                      case "opened" -> "open";
                      case "closed" -> "close";
                      default -> action;
                    });
      };
    }

    String comment(String text) {
      return switch (this) {
        case GITHUB, GITEA ->
            """
            {"action": "created", "repository": {"full_name": "octo/hello"}, "is_pull": true,
             "sender": {"login": "rosa"}, "comment": {"body": "%s", "html_url": "https://f/7#1"},
             "issue": {"number": 7, "title": "Add", "pull_request": {"url": "https://f/7"}}}
            """
                .formatted(text);
        case GITLAB, GITLAB_SIGNED ->
            """
            {"object_kind": "note", "project": {"path_with_namespace": "octo/hello"},
             "user": {"username": "rosa"}, "merge_request": {"iid": 7, "title": "Add"},
             "object_attributes": {"note": "%s", "noteable_type": "MergeRequest",
               "action": "create", "url": "https://f/7#1"}}
            """
                .formatted(text);
      };
    }
  }

  @Parameter private DatabaseKind kind = DatabaseKind.SQLITE;
  @TempDir private Path folder;
  private ServerWorld world;
  private Map<Vendor, RestServer> servers = new HashMap<>();

  @BeforeEach
  void start() {
    world = new ServerWorld(kind, folder);
    world.givenProject("hello", "https://git.example.com/octo/hello.git");
  }

  @AfterEach
  void stop() {
    servers.values().forEach(RestServer::close);
    world.close();
  }

  @ParameterizedTest
  @EnumSource
  void openedPullRequestBecomesABeadForReview(Vendor vendor) {
    var answer = call(vendor, "d1", vendor.pull("opened", "feature"));

    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.text("status")).isEqualTo("received");
    assertThat(beads())
        .singleElement()
        .satisfies(bead -> {
          assertThat(bead.type()).isEqualTo("pr-review");
          assertThat(bead.priority()).isEqualTo(2);
          assertThat(bead.title()).isEqualTo("Code review: PR #7 - Add {number}");
          assertThat(bead.description()).contains("https://f/7", "By rosa on ", "> Please\n> look");
        });
  }

  @ParameterizedTest
  @EnumSource
  void commentsAndTheEndOfAPullRequestReachItsBead(Vendor vendor) {
    call(vendor, "d1", vendor.pull("opened", "feature"));
    call(vendor, "d2", vendor.comment("Look here"));

    var bead = beads().getFirst();
    assertThat(bead.document().line()).contains("rosa on ", ": Look here");

    call(vendor, "d3", vendor.pull("closed", "feature"));
    assertThat(world.bead(bead.id()).isClosed()).isTrue();

    call(vendor, "d4", vendor.pull("opened", "feature").replace("Add", "Again"));
    assertThat(world.bead(bead.id()).isClosed()).isFalse();
    assertThat(beads()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void wrongSecretIsRefused(Vendor vendor) {
    var body = vendor.pull("opened", "feature");
    var other = new Secret(vendor == Vendor.GITLAB_SIGNED ? "whsec_AAAA" : "another");

    var answer = send(vendor, vendor.headers("d1", other, now(), body), body);

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.text("error")).isEqualTo("webhook-signature");
    assertThat(beads()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void missingOrChangedProofIsRefused(Vendor vendor) {
    var body = vendor.pull("opened", "feature");
    assertThat(send(vendor, Map.of(), body).status()).isEqualTo(401);
    if (vendor != Vendor.GITLAB) {
      var headers = vendor.headers("d1", vendor.secret(), now(), body);
      assertThat(send(vendor, headers, body + " ").status()).isEqualTo(401);
    }
    assertThat(beads()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void repeatedDeliveryIsIgnored(Vendor vendor) {
    var body = vendor.pull("opened", "feature");
    call(vendor, "d1", body);

    assertThat(call(vendor, "d1", body).text("status")).isEqualTo("ignored");
    assertThat(call(vendor, "d2", body).text("status")).isEqualTo("ignored");
    assertThat(beads()).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void projectsOwnSecretIsTheOnlyOneForItsRepository(Vendor vendor) {
    world.givenSecret("hello", WebhookFeature.SECRET_NAME, "its own");
    var body = vendor.pull("opened", "feature");

    assertThat(call(vendor, "d1", body).status()).isEqualTo(401);
    if (vendor != Vendor.GITLAB_SIGNED) {
      var headers = vendor.headers("d1", new Secret("its own"), now(), body);
      assertThat(send(vendor, headers, body).text("status")).isEqualTo("received");
    }
  }

  @Test
  void oldSignedCallIsRefused() {
    var vendor = Vendor.GITLAB_SIGNED;
    var body = vendor.pull("opened", "feature");
    var headers = vendor.headers("d1", vendor.secret(), now().minus(Duration.ofMinutes(11)), body);

    assertThat(send(vendor, headers, body).status()).isEqualTo(401);
  }

  @Test
  void signatureIsThatOfTheExampleOfStandardWebhooks() {
    var secret = new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    var body = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);

    assertThat(Signature.standard(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", "1614265330", body))
        .isEqualTo("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  }

  private RestServer.Answer call(Vendor vendor, String id, String body) {
    return send(vendor, vendor.headers(id, vendor.secret(), now(), body), body);
  }

  private RestServer.Answer send(Vendor vendor, Map<String, String> headers, String body) {
    var server =
        servers.computeIfAbsent(
            vendor,
            _ ->
                WebhookWorld.serve(
                    world,
                    new WebhookConfig(vendor.secret(), WebhookRules.builtIn(), Unsigned.REFUSED)));
    return server.send("POST", vendor.path(), headers, body);
  }

  private Instant now() {
    return world.clock.instant();
  }

  private List<Bead> beads() {
    return world.database.read(handle ->
        handle.createQuery("SELECT id FROM beads ORDER BY id").mapTo(String.class).list().stream()
            .map(id -> world.beads.find(handle, id).orElseThrow())
            .toList());
  }
}
