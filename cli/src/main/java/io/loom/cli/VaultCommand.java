package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Failure;
import io.loom.cli.rest.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// What of `loom vault` changes the vault of a running server. `loom vault status` looks at the
/// file and is the server program's.
@Command(
    name = "vault",
    addMethodSubcommands = false,
    description = "Look at the vault, seal it with another key, change its password.")
final class VaultCommand {
  private static final String CURRENT = "LOOM_PASSWORD";
  private static final String FRESH = "LOOM_NEW_PASSWORD";

  private final Session session;

  VaultCommand(Session session) {
    this.session = session;
  }

  @Command(name = "rotate", description = "Make a new data key and seal everything with it.")
  void rotate() {
    var answer = session.client().post(ApiPath.of("system", "vault", "rotate"), Json.object());
    session.show(
        answer,
        screen -> {
          screen.line(
              "The vault seals with data key %s; %s stored values were sealed anew."
                  .formatted(text(answer, "generation"), text(answer, "resealed")));
          if (answer.path("records_behind").asInt() > 0) {
            screen.line(
                "%s values do not open and stay as they are; the server's log names them."
                    .formatted(text(answer, "records_behind")));
          }
        });
  }

  @Command(
      name = "change-password",
      description =
          "Make another password open the vault. The present one is in "
              + CURRENT
              + ", the new one in "
              + FRESH
              + ", or each in a file.")
  void changePassword(
      @Option(
              names = "--current-file",
              paramLabel = "FILE",
              description = "Read the present password from a file.")
          @Nullable String currentFile,
      @Option(
              names = "--new-file",
              paramLabel = "FILE",
              description = "Read the new password from a file.")
          @Nullable String freshFile,
      @Option(
              names = "--immediate",
              description = "End the old password now, not at the next start with the new one.")
          boolean immediate) {
    var body =
        Json.object()
            .put("current_password", password(currentFile, CURRENT))
            .put("new_password", password(freshFile, FRESH))
            .put("immediate", immediate);
    var answer = session.client().post(ApiPath.of("system", "vault", "password"), body);
    session.say(
        answer,
        immediate
            ? "The new password opens the vault. Set LOOM_PASSWORD to it before the next start."
            : "The new password opens the vault. Set LOOM_PASSWORD to it; the next start with it"
                + " ends the old one.");
  }

  private String password(@Nullable String file, String variable) {
    var terminal = session.terminal();
    var password =
        file == null
            ? terminal.variable(variable)
            : Input.text(file, terminal.in()).lines().findFirst().orElse("");
    if (password.isBlank()) {
      throw Failure.usage("There is no password in %s.".formatted(file == null ? variable : file));
    }
    return password;
  }
}
