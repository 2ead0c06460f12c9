package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import io.loom.cli.rest.ApiPath;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `loom whoami`.
@Command(name = "whoami", description = "Say whom the server takes you for.")
final class WhoamiCommand implements Callable<Integer> {
  private final Session session;

  WhoamiCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var me = session.client().get(ApiPath.of("auth", "me"));
    session.show(
        me,
        screen -> {
          screen.field("user", text(me, "username"));
          screen.field("role", text(me, "role"));
          screen.field("mail", text(me, "email"));
          screen.field("server", session.client().server().toString());
          screen.field("by", proof());
        });
    return 0;
  }

  private String proof() {
    var variable = CallerCredentials.variable(session.terminal());
    if (!variable.isEmpty()) {
      return variable;
    }
    return session
        .credentialFile()
        .find(session.client().server())
        .map(it -> "loom login, until " + it.expiresAt())
        .orElse("nothing: the server asks nobody to sign in");
  }
}
