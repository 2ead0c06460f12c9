package io.loom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The nouns whose verbs do little more than ask and show.
class NounCommandsTest {
  private final FakeLoom server;
  private final Shell shell;

  NounCommandsTest() throws IOException {
    server = new FakeLoom();
    shell = Shell.at(server);
  }

  @AfterEach
  void close() {
    server.close();
  }

  @Test
  void projectIsCreatedWithItsCommands() {
    server.on("POST /api/v1/projects", 201, "application/json", "{\"id\":\"my-app\"}");

    assertThat(
            shell
                .run(
                    "project",
                    "create",
                    "My App",
                    "--repo",
                    "https://example.org/a.git",
                    "--build",
                    "make",
                    "--test",
                    "make test",
                    "--setup",
                    "npm ci",
                    "--beads-path",
                    "b",
                    "--perpetual",
                    "--sticky")
                .out())
        .isEqualTo("Created project my-app.\n");
    assertThat(server.requests())
        .containsExactly(
            "POST /api/v1/projects {\"name\":\"My App\",\"git_repo\":\"https://example.org/a.git\","
                + "\"branch\":\"main\",\"beads_path\":\"b\",\"is_perpetual\":true,"
                + "\"is_sticky\":true,\"context\":{\"build_command\":\"make\","
                + "\"test_command\":\"make test\",\"setup_command\":\"npm ci\"}}");
  }

  @Test
  void projectSaysWhyAgentsCannotWorkOnIt() {
    server
        .on(
            "GET /api/v1/projects/demo",
            "{\"id\":\"demo\",\"name\":\"Demo\",\"status\":\"open\",\"git_repo\":\"r\","
                + "\"context\":{\"build_command\":\"make\"}}")
        .on(
            "GET /api/v1/projects/demo/state",
            "{\"name\":\"Demo\",\"status\":\"open\",\"open_beads\":3,\"readiness_ok\":false,"
                + "\"readiness_issues\":[\"No key.\"],\"readiness_details\":[{\"message\":"
                + "\"No key.\",\"remedy\":\"Add one.\"},{\"message\":\"No path.\"}]}");

    assertThat(shell.run("project", "show", "demo").out())
        .isEqualTo(
            """
            Demo  demo
            status       open
            repository   r
            build command make
            open beads   3
            readiness    not ready
                         - No key.
                           Add one.
                         - No path.
            """);
    assertThat(shell.run("project", "state", "demo").out())
        .contains("not ready", "- No key.", "- No path.");
  }

  @Test
  void deployKeyIsShownAndRotated() {
    var key =
        "{\"public_key\":\"ssh-ed25519 AAAA loom-deploy-key\",\"fingerprint\":\"SHA256:new\","
            + "\"previous_fingerprint\":\"SHA256:old\",\"previous_until\":\"2026-01-08\","
            + "\"instructions\":\"Paste it.\"}";
    server
        .on("GET /api/v1/projects/demo/git-key", key)
        .on("POST /api/v1/projects/demo/git-key", key)
        .on("POST /api/v1/projects/demo/git-key?immediate=true", key);

    assertThat(shell.run("project", "key", "demo").out())
        .isEqualTo(
            """
            ssh-ed25519 AAAA loom-deploy-key
            fingerprint  SHA256:new
            before it    SHA256:old
            until        2026-01-08
            register     Paste it.
            """);
    assertThat(shell.run("project", "key", "demo", "--rotate").out()).contains("SHA256:new");
    assertThat(shell.run("project", "key", "demo", "--rotate", "--immediate").exitCode()).isZero();
    assertThat(shell.run("project", "key", "demo", "--immediate").exitCode()).isEqualTo(2);
  }

  @Test
  void projectIsLookedAtNow() {
    server.on(
        "POST /api/v1/projects/demo/check",
        "{\"project_id\":\"demo\",\"readiness_ok\":false,\"readiness_details\":[{\"message\":"
            + "\"No key.\",\"remedy\":\"Add one.\"}]}");

    assertThat(shell.run("project", "check", "demo").out())
        .isEqualTo(
            """
            readiness    not ready
                         - No key.
                           Add one.
            """);
  }

  @Test
  void hostKeysAreListedAndForgotten() {
    server
        .on(
            "GET /api/v1/projects/demo/host-keys",
            "[{\"host\":\"github.com\",\"type\":\"ssh-ed25519\",\"fingerprint\":\"SHA256:h\"}]")
        .on("DELETE /api/v1/projects/demo/host-keys", 204, "application/json", "");

    assertThat(shell.run("project", "host-keys", "demo").out())
        .contains("github.com", "ssh-ed25519", "SHA256:h");
    assertThat(shell.run("project", "host-keys", "demo", "--forget").out())
        .isEqualTo("Forgot the host keys of project demo.\n");
  }

  @Test
  void projectIsDeletedOnlyAfterAYes() {
    server.on("DELETE /api/v1/projects/demo?force=true", 204, "application/json", "");

    assertThat(shell.run("project", "delete", "demo").exitCode()).isEqualTo(2);
    assertThat(shell.interactive().typing("n\n").run("project", "delete", "demo").err())
        .isEqualTo(
            "Delete project demo with its beads, agents and runs? [y/N] Nothing was changed.\n");
    assertThat(server.requests()).isEmpty();
    assertThat(shell.typing("y\n").run("project", "delete", "demo").out())
        .isEqualTo("Deleted project demo.\n");
    assertThat(shell.run("project", "delete", "demo", "--yes", "-o", "json").out()).isEmpty();
  }

  @Test
  void projectIsChangedClosedAndStaffed() {
    server
        .on("PUT /api/v1/projects/demo", "{\"id\":\"demo\"}")
        .on(
            "POST /api/v1/projects/demo/close",
            202,
            "application/json",
            "{\"status\":\"decision_required\",\"message\":\"2 beads.\","
                + "\"decision_bead\":{\"id\":\"close-1\"}}")
        .on("POST /api/v1/projects/demo/reopen", "{}")
        .on("POST /api/v1/projects/demo/comments", 201, "application/json", "{}")
        .on("POST /api/v1/projects/demo/agents", "{}");

    assertThat(shell.run("project", "update", "demo").exitCode()).isEqualTo(2);
    assertThat(
            shell
                .run(
                    "project",
                    "update",
                    "demo",
                    "--due",
                    "2026-03-01",
                    "--protect",
                    "main",
                    "--no-sticky",
                    "--build",
                    "make")
                .out())
        .isEqualTo("Updated project demo.\n");
    assertThat(shell.run("project", "close", "demo").out())
        .isEqualTo("2 beads. `loom decision decide close-1 yes` closes it.\n");
    assertThat(shell.run("project", "reopen", "demo", "--comment", "More").out())
        .isEqualTo("Project demo is open again.\n");
    assertThat(shell.run("project", "comment", "demo", "Well done").exitCode()).isZero();
    assertThat(shell.run("project", "unassign", "demo", "a1").out())
        .isEqualTo("a1 is no longer in project demo.\n");
    assertThat(server.requests())
        .contains(
            "PUT /api/v1/projects/demo {\"due_date\":\"2026-03-01T00:00:00Z\","
                + "\"protected_branches\":[\"main\"],\"is_sticky\":false,"
                + "\"context\":{\"build_command\":\"make\"}}",
            "POST /api/v1/projects/demo/reopen {\"comment\":\"More\"}",
            "POST /api/v1/projects/demo/agents {\"agent_id\":\"a1\",\"action\":\"unassign\"}");
  }

  @Test
  void projectHasMilestonesFilesAndHistory() {
    server
        .on(
            "GET /api/v1/projects/demo/milestones",
            "[{\"id\":\"m1\",\"name\":\"1.0\",\"due_date\":\"2026-03-01T00:00:00Z\"}]")
        .on("POST /api/v1/projects/demo/milestones", 201, "application/json", "{\"id\":\"m1\"}")
        .on(
            "GET /api/v1/projects/demo/files/read?path=a.txt&ref=dev",
            "{\"path\":\"a.txt\",\"type\":\"file\",\"content\":\"one\\ntwo\\n\"}")
        .on(
            "GET /api/v1/projects/demo/files/search?query=two",
            "[{\"path\":\"a.txt\",\"line\":2,\"text\":\"two\"}]")
        .on(
            "GET /api/v1/projects/demo/git/log",
            "[{\"sha\":\"0123456789abcdef\",\"subject\":\"First\"}]")
        .on("POST /api/v1/projects/git/push?project_id=demo", "{\"message\":\"Pushed.\"}");

    assertThat(shell.run("project", "milestone", "list", "demo").out()).contains("2026-03-01");
    assertThat(shell.run("project", "milestone", "add", "demo", "1.0").out())
        .isEqualTo("Created milestone m1.\n");
    assertThat(shell.run("project", "milestone", "remove", "demo").exitCode()).isEqualTo(2);
    assertThat(shell.run("project", "files", "read", "demo", "a.txt", "--ref", "dev").out())
        .isEqualTo("one\ntwo\n");
    assertThat(shell.run("project", "files", "search", "demo", "two").out()).contains("a.txt");
    assertThat(shell.run("project", "files", "read", "demo").exitCode()).isEqualTo(2);
    assertThat(shell.run("project", "git", "log", "demo").out()).contains("First");
    assertThat(shell.run("project", "git", "push", "demo").out()).isEqualTo("Pushed.\n");
    assertThat(shell.run("project", "git", "commit", "demo").exitCode()).isEqualTo(2);
  }

  @Test
  void agentsAreListedMadeShownAndRemoved() {
    server
        .on(
            "GET /api/v1/agents?project_id=demo",
            "[{\"id\":\"a1\",\"name\":\"Ada\",\"status\":\"idle\"}]")
        .on("POST /api/v1/agents", 201, "application/json", "{\"id\":\"a1\"}")
        .on("GET /api/v1/agents/a1", "{\"id\":\"a1\",\"name\":\"Ada\",\"current_bead\":\"demo-1\"}")
        .on("DELETE /api/v1/agents/a1", 204, "application/json", "");

    assertThat(shell.run("agent", "list", "-p", "demo").out()).contains("a1  Ada   idle");
    assertThat(
            shell.run("agent", "create", "Ada", "--persona", "engineer", "--project", "demo").out())
        .isEqualTo("Created agent a1.\n");
    assertThat(shell.run("agent", "show", "a1").out()).contains("bead         demo-1");
    assertThat(shell.run("agent", "delete", "a1").out()).isEqualTo("Deleted agent a1.\n");
    assertThat(server.requests())
        .contains(
            "POST /api/v1/agents {\"name\":\"Ada\",\"persona_name\":\"engineer\","
                + "\"project_id\":\"demo\"}");
  }

  @Test
  void personaMayBeNamedWithItsNamespace() {
    server
        .on("GET /api/v1/personas", "[{\"name\":\"default/ceo\",\"description\":\"Decides\"}]")
        .on(
            "GET /api/v1/personas/default/ceo",
            "{\"name\":\"default/ceo\",\"instructions\":\"# Decide\\n\\nWell.\"}");

    assertThat(shell.run("persona", "list").out()).contains("default/ceo            Decides");
    assertThat(shell.run("persona", "show", "default/ceo").out())
        .isEqualTo("default/ceo\n\n# Decide\n\nWell.\n");
    assertThat(shell.run("persona", "show", "../x").exitCode()).isEqualTo(2);
  }

  @Test
  void providersShowTheirLastError() {
    server
        .on(
            "GET /api/v1/providers",
            "[{\"id\":\"p\",\"status\":\"error\",\"model\":\"m\",\"endpoint\":\"http://x\","
                + "\"last_heartbeat_error\":\"It answered 500.\"}]")
        .on(
            "GET /api/v1/providers/p/models",
            "{\"models\":[{\"id\":\"m\",\"max_model_len\":8192}]}")
        .on("DELETE /api/v1/providers/p", 204, "application/json", "");

    assertThat(shell.run("provider", "list").out()).contains("error", "It answered 500.");
    assertThat(shell.run("provider", "models", "p").out()).contains("m      8192");
    assertThat(shell.run("provider", "delete", "p").out()).isEqualTo("Deleted provider p.\n");
  }

  @Test
  void apiKeyComesFromAFileTheEnvironmentOrStandardInput(@TempDir Path folder) throws IOException {
    server.on("POST /api/v1/providers", 201, "application/json", "{\"status\":\"pending\"}");
    var file = Files.writeString(folder.resolve("key"), "sk-file\n");
    var add = new String[] {"provider", "add", "p", "--endpoint", "http://x", "--model", "m"};

    assertThat(shell.run(add).out()).isEqualTo("Registered provider p; it is pending.\n");
    shell.run(and(add, "--api-key-file", file.toString()));
    shell.typing("sk-typed\n").run(and(add, "--api-key-stdin"));
    shell.with("LOOM_API_KEY", "sk-environment").run(add);
    assertThat(server.requests())
        .map(it -> it.replaceFirst(".*\"model\":\"m\"", ""))
        .containsExactly(
            "}",
            ",\"api_key\":\"sk-file\"}",
            ",\"api_key\":\"sk-typed\"}",
            ",\"api_key\":\"sk-environment\"}");
  }

  @Test
  void apiKeyOnTheCommandLineIsRefusedWithoutBeingRepeated() {
    for (var word : new String[] {"--api-key=sk-secret", "--api-key"}) {
      var outcome = shell.run("provider", "add", "p", "--endpoint", "http://x", word);

      assertThat(outcome.exitCode()).isEqualTo(2);
      assertThat(outcome.err()).contains("shell's history").doesNotContain("sk-secret");
    }
    var outcome =
        shell.run("provider", "add", "p", "--endpoint", "http://x", "--api-key", "sk-secret");
    assertThat(outcome.err()).contains("shell's history").doesNotContain("sk-secret");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void emptyKeyFileIsMisuse(@TempDir Path folder) throws IOException {
    var empty = Files.writeString(folder.resolve("key"), "\n").toString();
    var missing = folder.resolve("none").toString();

    assertThat(shell.run("provider", "add", "p", "--endpoint", "http://x", "--api-key-file", empty))
        .isEqualTo(new Shell.Outcome(2, "", empty + " does not hold an API key on one line.\n"));
    assertThat(
            shell.run("provider", "add", "p", "--endpoint", "http://x", "--api-key-file", missing))
        .isEqualTo(new Shell.Outcome(2, "", missing + " cannot be read (No Such File).\n"));
  }

  @Test
  void decisionsAreListedShownAndMade() {
    server
        .on("GET /api/v1/decisions?status=open", "[]")
        .on(
            "GET /api/v1/decisions/d1",
            "{\"id\":\"d1\",\"question\":\"Go on?\",\"options\":[\"yes\",\"no\"],"
                + "\"recommendation\":\"no\",\"status\":\"open\",\"priority\":0}")
        .on("POST /api/v1/decisions/d1/decide", "{\"status\":\"decided\"}");

    assertThat(shell.run("decision", "list").out()).isEqualTo("Nothing waits for a decision.\n");
    assertThat(shell.run("decision", "show", "d1").out())
        .isEqualTo(
            """
            Decision d1
            Go on?

            status       open
            priority     P0
            option       yes
            option       no (recommended)
            """);
    assertThat(shell.run("decision", "decide", "d1", "yes", "--rationale", "Why not").out())
        .isEqualTo("Decided d1: yes.\n");
    assertThat(server.requests())
        .endsWith(
            "POST /api/v1/decisions/d1/decide {\"decision\":\"yes\",\"rationale\":\"Why not\"}");
  }

  @Test
  void statusSaysWhatIsWrongAndWhatWaits() {
    server
        .on(
            "GET /health",
            503,
            "application/json",
            "{\"status\":\"unhealthy\",\"version\":\"0.1.0\",\"dependencies\":"
                + "{\"database\":{\"status\":\"unhealthy\",\"message\":\"disk full\"},"
                + "\"cache\":{\"status\":\"healthy\"}}}")
        .on("GET /api/v1/system/status", "{\"state\":\"parked\",\"reason\":\"idle\"}")
        .on("GET /api/v1/projects", "[{}]")
        .on("GET /api/v1/beads?ready=true", "[{},{}]")
        .on("GET /api/v1/beads?status=in_progress", "[]")
        .on("GET /api/v1/runs?open=true", "[]")
        .on("GET /api/v1/decisions?status=open", "[{}]")
        .on("GET /api/v1/agents", "[]")
        .on("GET /api/v1/providers", "[]");

    var outcome = shell.run("status");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.out())
        .contains("- database is unhealthy: disk full", "parked", "     2 ready beads")
        .doesNotContain("cache");
    assertThat(shell.run("status", "-o", "json").out())
        .contains("\"open_decisions\" : 1", "\"state\" : \"parked\"");
  }

  @Test
  void versionNeedsNoServer() {
    server.on("GET /health", "{\"status\":\"healthy\",\"version\":\"9.9.9\"}");

    assertThat(shell.run("version").out())
        .matches("(?s)loom \\d+\\.\\d+\\.\\d+\nserver 9\\.9\\.9 at http://.*");
    var lost = new Shell().with("LOOM_SERVER_URL", "http://localhost:1").run("--version");
    assertThat(lost.exitCode()).isZero();
    assertThat(lost.out()).contains("not reached");
  }

  private static String[] and(String[] words, String... more) {
    var all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return all;
  }

  @Test
  void vaultIsRotatedByTheServer() {
    server.on(
        "POST /api/v1/system/vault/rotate",
        "{\"generation\":2,\"resealed\":7,\"records_behind\":1}");

    assertThat(shell.run("vault", "rotate").out())
        .isEqualTo(
            """
            The vault seals with data key 2; 7 stored values were sealed anew.
            1 values do not open and stay as they are; the server's log names them.
            """);
  }

  @Test
  void passwordsOfTheVaultAreTakenFromTheEnvironmentOrFromFiles(@TempDir Path folder)
      throws IOException {
    server.on("POST /api/v1/system/vault/password", "{\"passwords\":2}");
    var fresh = folder.resolve("new");
    Files.writeString(fresh, "sk-fresh one\n");
    shell.with("LOOM_PASSWORD", "sk-current");

    assertThat(shell.run("vault", "change-password").err()).contains("LOOM_NEW_PASSWORD");
    assertThat(server.requests()).isEmpty();
    var changed = shell.run("vault", "change-password", "--new-file", fresh.toString());

    assertThat(changed.out()).contains("Set LOOM_PASSWORD").doesNotContain("sk-");
    assertThat(server.requests())
        .containsExactly(
            "POST /api/v1/system/vault/password {\"current_password\":\"sk-current\","
                + "\"new_password\":\"sk-fresh one\",\"immediate\":false}");
  }
}
