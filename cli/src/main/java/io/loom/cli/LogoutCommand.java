package io.loom.cli;

import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Failure;
import io.loom.cli.rest.Json;
import io.loom.cli.rest.LoomClient;
import io.loom.cli.rest.ServerAddress;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `loom logout`.
@Command(
    name = "logout",
    description = "End the session on the server and forget its token on this machine.")
final class LogoutCommand implements Callable<Integer> {
  private final Session session;

  LogoutCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var file = session.credentialFile();
    int exitCode = 0;
    boolean wasSignedIn = false;
    for (var server : session.address().candidates()) {
      var signedIn = file.find(server);
      if (signedIn.isPresent()) {
        wasSignedIn = true;
        // First of all: what is forgotten here is of no more use to who gets at this machine.
        file.remove(server);
        exitCode = Math.max(exitCode, end(server, signedIn.get()));
      }
    }
    if (!wasSignedIn) {
      session.say(Json.object().put("signed_out", false), "Nobody is signed in.");
    }
    var variable = CallerCredentials.variable(session.terminal());
    if (!variable.isEmpty()) {
      session.notice("%s is still set.".formatted(variable));
    }
    return exitCode;
  }

  private int end(URI server, SignedIn signedIn) {
    var client =
        new LoomClient(new ServerAddress(List.of(server)), CallerCredentials.with(signedIn));
    try {
      client.post(ApiPath.of("auth", "logout"), Json.object());
    } catch (Failure e) {
      // A session that the server does not know has ended already.
      if (e.status() != 401) {
        e.sentences().forEach(session::notice);
        session.notice(
            "The token is forgotten here, but the server keeps the session until %s."
                .formatted(signedIn.expiresAt()));
        return e.kind().exitCode();
      }
    }
    session.say(
        Json.object().put("signed_out", true).put("server", server.toString()),
        "Signed out of %s.".formatted(server));
    return 0;
  }
}
