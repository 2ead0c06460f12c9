package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Failure;
import io.loom.cli.rest.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `loom version`.
@Command(name = "version", description = "Say the versions of this program and of the server.")
final class VersionCommand implements Callable<Integer> {
  private final Session session;

  VersionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    var server = serverVersion();
    var versions = Json.object().put("client", own()).put("server", server);
    session.show(
        versions,
        screen -> {
          screen.line("loom " + own());
          screen.line(
              server.isEmpty()
                  ? "server: not reached"
                  : "server %s at %s".formatted(server, session.client().server()));
        });
    return 0;
  }

  /// Empty when no server is reached: one's own version is worth knowing without it.
  private String serverVersion() {
    try {
      return text(session.client().getHealth(ApiPath.beside("/health")), "version");
    } catch (Failure e) {
      if (e.kind() == Failure.Kind.USAGE) {
        throw e;
      }
      return "";
    }
  }

  private static String own() {
    try (var version = VersionCommand.class.getResourceAsStream("version.txt")) {
      return version == null
          ? "unknown"
          : new String(version.readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException _) {
      return "unknown";
    }
  }
}
