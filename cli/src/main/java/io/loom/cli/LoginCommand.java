package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Authorization;
import io.loom.cli.rest.Failure;
import io.loom.cli.rest.Json;
import io.loom.cli.rest.LoomClient;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `loom login`.
@Command(
    name = "login",
    description = {
      "Sign in to a server, for all commands until `loom logout`.",
      "Without options, by a code that you enter in a browser."
    })
final class LoginCommand implements Callable<Integer> {
  private static final Set<String> THIS_HOST = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Session session;

  @Option(names = "--username", paramLabel = "NAME", description = "Sign in by a password.")
  private @Nullable String username;

  @Option(
      names = "--password-stdin",
      description = "Read the password from standard input instead of asking for it.")
  private boolean standardInput;

  @Option(names = "--device", description = "Sign in by a code; what happens without options, too.")
  private boolean device;

  @Option(names = "--password", arity = "0..1", hidden = true)
  private @Nullable String refused;

  LoginCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    check();
    var client = new LoomClient(session.address(), Authorization.NONE);
    var answer = username == null ? new DeviceLogin(client, session).run() : byPassword(client);
    keep(client.server(), answer);
    return 0;
  }

  private void check() {
    if (refused != null) {
      throw Failure.usage(
          "A password on the command line is seen by every user of this machine and kept in the"
              + " shell's history. Leave it out to be asked for it, or use --password-stdin.");
    }
    if (device && username != null) {
      throw Failure.usage("Give --device or --username, not both.");
    }
    if (standardInput && username == null) {
      throw Failure.usage("--password-stdin needs --username.");
    }
  }

  private JsonNode byPassword(LoomClient client) {
    // Whoever is asked for a password wants to know that somebody is there to take it.
    client.getHealth(ApiPath.beside("/health/live"));
    warnOfPlainText(client.server());
    var password = standardInput ? firstLine() : ask(client.server());
    if (password.isEmpty()) {
      throw Failure.usage("The password is empty.");
    }
    var body = Json.object().put("username", username).put("password", password);
    return client.post(ApiPath.of("auth", "login"), body);
  }

  private String firstLine() {
    return Input.firstLine(session.terminal().in()).replaceFirst("\r$", "");
  }

  private String ask(URI server) {
    return session
        .terminal()
        .hidden()
        .ask("Password of %s at %s: ".formatted(username, server))
        .orElseThrow(() ->
            Failure.usage("Nobody can be asked for the password here; use --password-stdin."));
  }

  private void warnOfPlainText(URI server) {
    if ("http".equals(server.getScheme()) && !THIS_HOST.contains(server.getHost())) {
      session.notice(
          "%s is not encrypted: others may read the password on its way.".formatted(server));
    }
  }

  private void keep(URI server, JsonNode answer) {
    var token =
        text(answer, "token").isEmpty() ? text(answer, "access_token") : text(answer, "token");
    if (token.isEmpty()) {
      throw Failure.notReached("The server at %s gave no token.".formatted(server));
    }
    var user = answer.path("user");
    var now = session.terminal().clock().instant();
    var signedIn =
        new SignedIn(
            token,
            text(user, "username"),
            now,
            now.plusSeconds(answer.path("expires_in").asLong()));
    session.credentialFile().put(server, signedIn);
    var shown = Json.object().put("server", server.toString());
    shown.put("expires_at", signedIn.expiresAt().toString());
    shown.set("user", user);
    session.say(shown, "Signed in to %s as %s.".formatted(server, signedIn.username()));
    if (user.path("must_change_password").asBoolean()) {
      session.notice("The first password has to be changed before anything else works.");
    }
    var variable = CallerCredentials.variable(session.terminal());
    if (!variable.isEmpty()) {
      session.notice("%s is set and goes before it.".formatted(variable));
    }
  }
}
