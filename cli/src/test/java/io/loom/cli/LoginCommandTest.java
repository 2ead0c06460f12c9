package io.loom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class LoginCommandTest {
  private static final String START = "POST /api/v1/auth/device/start";
  private static final String POLL = "POST /api/v1/auth/device/poll";
  private static final String LOGIN = "POST /api/v1/auth/login";
  private static final String LOGOUT = "POST /api/v1/auth/logout";
  private static final String REFRESH = "POST /api/v1/auth/refresh";
  private static final String PROJECTS = "GET /api/v1/projects";
  private static final String ALICE = "{\"username\":\"alice\",\"role\":\"user\"}";

  private final FakeLoom server = new FakeLoom();
  private final Path settings;
  private final Shell shell;

  LoginCommandTest(@TempDir Path settings) throws IOException {
    this.settings = settings;
    shell = shell();
    server
        .on("GET /health/live", "{}")
        .on(PROJECTS, "[]")
        .on(
            START,
            """
            {"device_code":"secret-code","user_code":"123-456-789","expires_in":600,"interval":0,
             "verification_url":"https://loom.example/device"}\
            """);
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Shell shell() {
    return Shell.at(server).with("XDG_CONFIG_HOME", settings.toString());
  }

  private Path file() {
    return settings.resolve("loom/credentials.json");
  }

  private void signIn(String token, long expiresIn) {
    server.on(
        LOGIN,
        "{\"token\":\"%s\",\"expires_in\":%d,\"user\":%s}".formatted(token, expiresIn, ALICE));
    assertThat(
            shell().typing("pass word\n").run("login", "--username", "alice", "--password-stdin"))
        .extracting(Shell.Outcome::exitCode)
        .isEqualTo(0);
  }

  @Test
  void codeIsShownAndTheTokenKeptForLaterCommands() throws IOException {
    server
        .on(POLL, "{\"status\":\"pending\"}")
        .on(POLL, 429, "application/problem+json", "{\"detail\":\"Too fast.\"}")
        .on(POLL, 503, "application/problem+json", "{\"detail\":\"Busy.\"}")
        .on(
            POLL,
            "{\"status\":\"completed\",\"access_token\":\"t.o.k\",\"expires_in\":86400,\"user\":%s}"
                .formatted(ALICE));

    var outcome = shell.run("login");
    assertThat(outcome.exitCode()).isZero();
    assertThat(outcome.out()).isEqualTo("Signed in to %s as alice.\n".formatted(server.url()));
    assertThat(outcome.err()).contains("https://loom.example/device", "123-456-789");
    assertThat(outcome.out() + outcome.err()).doesNotContain("t.o.k").doesNotContain("secret-code");
    assertThat(server.requests()).contains(POLL + " {\"device_code\":\"secret-code\"}");
    assertThat(Files.getPosixFilePermissions(file()))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));

    assertThat(shell().run("project", "list").exitCode()).isZero();
    assertThat(server.credentials().getLast()).isEqualTo("Bearer t.o.k");
  }

  @Test
  void refusalInTheBrowserAndAnExpiredCodeEndTheWait() {
    server.on(POLL, "{\"status\":\"denied\"}").on(POLL, "{\"status\":\"expired\"}");

    assertThat(shell.run("login"))
        .matches(it -> it.exitCode() == 1 && it.err().endsWith("refused in the browser.\n"));
    assertThat(shell.run("login", "--device").err()).endsWith("Try again: loom login\n");
    assertThat(file()).doesNotExist();
  }

  @Test
  void refusedPollEndsTheWaitInTheServersWords() {
    server.on(POLL, 400, "application/problem+json", "{\"detail\":\"No such code.\"}");

    assertThat(shell.run("login").err()).endsWith("No such code.\n");
  }

  @Test
  void passwordComesFromStandardInputOrFromThePersonOnly() {
    server.on(LOGIN, "{\"token\":\"t.o.k\",\"expires_in\":86400,\"user\":%s}".formatted(ALICE));

    shell.typing("pass word\r\nmore").run("login", "--username", "alice", "--password-stdin");
    assertThat(server.requests().getLast())
        .isEqualTo(LOGIN + " {\"username\":\"alice\",\"password\":\"pass word\"}");
    shell().typing("typed").interactive().run("login", "--username", "alice");
    assertThat(server.requests().getLast()).contains("\"password\":\"typed\"");

    assertThat(shell().run("login", "--username", "alice").err()).contains("--password-stdin");
    assertThat(shell().run("login", "--password", "x").err()).contains("history");
    assertThat(shell().run("login", "--password-stdin").exitCode()).isEqualTo(2);
    assertThat(shell().run("login", "--username", "a", "--device").exitCode()).isEqualTo(2);
  }

  @Test
  void wrongPasswordIsSaidWithoutAdviceToSignIn() {
    server.on(LOGIN, 401, "application/problem+json", "{\"detail\":\"invalid password\"}");

    assertThat(shell.typing("x\n").run("login", "--username", "a", "--password-stdin"))
        .isEqualTo(new Shell.Outcome(1, "", "invalid password\n"));
  }

  @Test
  void answerAsJsonHasNoToken() {
    server.on(LOGIN, "{\"token\":\"t.o.k\",\"expires_in\":60,\"user\":%s}".formatted(ALICE));

    var out =
        shell
            .typing("x\n")
            .run("login", "--username", "alice", "--password-stdin", "-o", "json")
            .out();
    assertThat(out).contains("\"username\" : \"alice\"", "2026-01-01T12:01:00Z");
    assertThat(out).doesNotContain("t.o.k");
  }

  @Test
  void serverThatKnowsNobodyTellsHowToSignIn() {
    server.on("GET /api/v1/agents", 401, "application/problem+json", "{\"detail\":\"Nobody.\"}");

    assertThat(shell.run("agent", "list"))
        .isEqualTo(new Shell.Outcome(1, "", "Nobody.\nSign in: loom login\n"));
    assertThat(shell().with("LOOM_TOKEN", "old").run("agent", "list").err())
        .contains("LOOM_TOKEN of the environment does not hold");
  }

  @Test
  void environmentGoesBeforeWhoSignedIn() {
    signIn("t.o.k", 86_400);

    shell().with("LOOM_API_KEY", "loom_key").run("project", "list");
    shell().with("LOOM_API_KEY", "loom_key").with("LOOM_TOKEN", "env").run("project", "list");
    shell().with("LOOM_API_KEY", "sk-of-a-provider").run("project", "list");

    var shown = server.credentials();
    assertThat(shown.subList(shown.size() - 3, shown.size()))
        .isEqualTo(List.of("loom_key", "Bearer env", "Bearer t.o.k"));
  }

  @Test
  void keyOfLoomIsNotGivenToAProvider() {
    server.on("POST /api/v1/providers", "{\"id\":\"main\"}");

    shell
        .with("LOOM_API_KEY", "loom_key")
        .run("provider", "add", "main", "--endpoint", "https://api.example", "--model", "m");
    assertThat(server.requests().getLast()).doesNotContain("loom_key");
  }

  @Test
  void tokenIsShownToItsOwnServerOnly() throws IOException {
    signIn("t.o.k", 86_400);

    try (var other = new FakeLoom()) {
      other.on(PROJECTS, "[]");
      shell().run("project", "list", "--server-url", other.url());
      assertThat(other.credentials()).containsExactly("");
    }
  }

  @Test
  void tokenNearItsEndIsReplacedOnce() throws IOException {
    signIn("old", 86_400);
    // As if it had been given eighteen hours ago.
    var aged =
        Files.readString(file())
            .replace("2026-01-01T12:00:00Z", "2025-12-31T18:00:00Z")
            .replace("2026-01-02T12:00:00Z", "2026-01-01T18:00:00Z");
    Files.writeString(file(), aged);
    server.on(REFRESH, "{\"token\":\"new\",\"expires_in\":86400}");

    shell().run("project", "list");
    shell().run("project", "list");
    var shown = server.credentials();
    assertThat(shown.subList(shown.size() - 3, shown.size()))
        .isEqualTo(List.of("Bearer old", "Bearer new", "Bearer new"));
    assertThat(Files.readString(file())).doesNotContain("old").contains("2026-01-02T12:00:00Z");
  }

  @Test
  void tokenThatCannotBeReplacedIsUsedAsItIs() throws IOException {
    signIn("old", 3_600);
    Files.writeString(
        file(), Files.readString(file()).replace("2026-01-01T12:00:00Z", "2026-01-01T11:00:00Z"));
    server.on(REFRESH, 503, "application/problem+json", "{}");

    assertThat(shell().run("project", "list").exitCode()).isZero();
    assertThat(server.credentials().getLast()).isEqualTo("Bearer old");
  }

  @Test
  void logoutEndsTheSessionAndForgetsItsToken() throws IOException {
    signIn("t.o.k", 86_400);
    server.on(LOGOUT, 204, "application/json", "");

    assertThat(shell().run("logout").out())
        .isEqualTo("Signed out of %s.\n".formatted(server.url()));
    assertThat(server.credentials().getLast()).isEqualTo("Bearer t.o.k");
    assertThat(Files.readString(file())).doesNotContain("t.o.k");
    assertThat(shell().run("logout").out()).isEqualTo("Nobody is signed in.\n");
  }

  @Test
  void logoutForgetsTheTokenOfAServerThatFails() throws IOException {
    signIn("t.o.k", 86_400);
    server.on(LOGOUT, 500, "application/problem+json", "{\"detail\":\"Broken.\"}");

    var outcome = shell().run("logout");
    assertThat(outcome.exitCode()).isEqualTo(1);
    assertThat(outcome.err()).contains("Broken.", "keeps the session until 2026-01-02T12:00:00Z");
    assertThat(Files.readString(file())).doesNotContain("t.o.k");
  }

  @Test
  void whoamiSaysWhoAndBywhat() {
    signIn("t.o.k", 86_400);
    server.on("GET /api/v1/auth/me", ALICE);

    assertThat(shell().run("whoami").out())
        .contains("alice", "loom login, until 2026-01-02T12:00:00Z");
    assertThat(shell().run("whoami", "-o", "json").out()).contains("\"username\" : \"alice\"");
  }

  @Test
  void brokenFileIsAsGoodAsNone() throws IOException {
    Files.createDirectories(file().getParent());
    for (var text :
        List.of("", "[]", "{\"servers\":[]}", "{\"servers\":{\"%s\":{\"token\":\"a\\nb\"}}}")) {
      Files.writeString(file(), text.formatted(server.url()));
      assertThat(shell().run("project", "list").exitCode()).isZero();
      assertThat(server.credentials().getLast()).isEmpty();
    }
  }

  @Test
  void withoutAPlaceForTokensSigningInSaysSo() {
    server.on(LOGIN, "{\"token\":\"t\",\"expires_in\":60,\"user\":%s}".formatted(ALICE));

    assertThat(
            Shell.at(server)
                .typing("x\n")
                .run("login", "--username", "a", "--password-stdin")
                .err())
        .contains("HOME");
  }
}
