package io.loom.server;

import io.loom.ground.config.ConfigProblem;
import io.loom.ground.config.ConfigResult;
import io.loom.ground.config.Environment;
import io.loom.ground.database.DatabaseException;
import io.loom.server.config.LoomConfig;
import io.loom.server.config.MasterPassword;
import io.loom.server.vault.VaultException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/// `loom serve`: reads the settings, starts the server, and ends it on a signal. What works on
/// local files, like `loom audit`, starts here too.
public final class Main {
  private static final int REFUSED = 1;
  private static final int USAGE = 2;
  private static final Path KEY_STORE = Path.of(".keys.json");
  private static final String HELP =
      """
      Usage: loom serve [-config FILE]

      Starts the server and stays until it is told to end (Ctrl-C, SIGTERM).

        -config FILE   settings; without it ./config.yaml, or the defaults
        -version       show the version
        -help          show this
      """;

  private Main() {}

  /// What the command line asks for.
  private record Command(@Nullable Path config) {}

  public static void main(String[] arguments) {
    ServerLog.install();
    int code = run(arguments, System.out, System.err);
    if (code >= 0) {
      System.exit(code);
    }
  }

  /// @return an exit code, or a negative number while the server runs
  private static int run(String[] arguments, PrintStream out, PrintStream err) {
    if (arguments.length > 0 && arguments[0].equals("vault")) {
      return vault(List.of(arguments).subList(1, arguments.length), out, err);
    }
    if (arguments.length > 0 && arguments[0].equals("audit")) {
      var environment = Environment.ofProcess(Path.of(""));
      return new AuditCommand(environment, Path.of(".keys.json"), out, err)
          .run(Arrays.copyOfRange(arguments, 1, arguments.length));
    }
    @Nullable Path file = null;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "serve" -> {
          // What is done anyway.
        }
        case "-version", "--version", "version" -> {
          out.println("Loom v" + Version.CURRENT);
          return 0;
        }
        case "-h", "-help", "--help" -> {
          out.print(HELP);
          return 0;
        }
        case "-config", "--config" -> {
          if (i + 1 == arguments.length) {
            err.println("loom: -config needs a file.");
            return USAGE;
          }
          file = Path.of(arguments[++i]);
        }
        default -> {
          err.println("loom: \"%s\" is not known here.".formatted(arguments[i]));
          err.print(HELP);
          return USAGE;
        }
      }
    }
    return serve(new Command(file), out, err);
  }

  private static int vault(List<String> arguments, PrintStream out, PrintStream err) {
    var environment = Environment.ofProcess(Path.of(""));
    environment.warnings().forEach(warning -> err.println("loom: " + warning));
    var password = MasterPassword.from(environment);
    return new VaultStatus(KEY_STORE, password.secret(), password.isDefault())
        .run(arguments, out, err);
  }

  private static int serve(Command command, PrintStream out, PrintStream err) {
    var environment = Environment.ofProcess(Path.of(""));
    environment.warnings().forEach(warning -> err.println("loom: " + warning));
    return switch (LoomConfig.load(command.config(), environment)) {
      case ConfigResult.Refused<LoomConfig>(var problems) -> {
        err.println("loom: the settings cannot be used:");
        for (ConfigProblem problem : problems) {
          err.println("  " + problem);
        }
        yield REFUSED;
      }
      case ConfigResult.Loaded<LoomConfig>(var config, var warnings) -> {
        warnings.forEach(warning -> err.println("loom: " + warning));
        yield serve(config, environment, out, err);
      }
    };
  }

  private static int serve(
      LoomConfig config, Environment environment, PrintStream out, PrintStream err) {
    var password = MasterPassword.from(environment);
    if (password.isDefault()
        && !config.server().isLoopbackOnly()
        && !config.security().allowInsecure()) {
      err.println(
          "loom: server.bind is %s, but LOOM_PASSWORD is not set, so that stored keys would be"
                  .formatted(config.server().bind())
              + " sealed with a password that everybody knows. Set it, or set"
              + " security.allow_insecure to true.");
      return REFUSED;
    }
    if (password.isDefault()) {
      err.println(
          "loom: LOOM_PASSWORD is not set; stored keys are sealed with a password that everybody"
              + " knows. Set it in the environment or in .env.");
    }
    try {
      var server =
          LoomServer.start(
              config,
              new ServerSecrets(KEY_STORE, password.secret()),
              Path.of(System.getProperty("loom.home", ".")));
      out.println("Loom %s is ready at %s".formatted(Version.CURRENT, server.uri()));
      out.flush();
      endOnSignal(server);
      return -1;
    } catch (DatabaseException | VaultException | IOException e) {
      err.println("loom: " + e.getMessage());
      return REFUSED;
    }
  }

  private static void endOnSignal(LoomServer server) {
    var ended = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform()
                .name("shutdown")
                .unstarted(() -> {
                  server.close();
                  ended.countDown();
                }));
    // A plain thread keeps the process alive; everything else here is a daemon.
    Thread.ofPlatform()
        .name("main-wait")
        .start(() -> {
          try {
            ended.await();
          } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
          }
        });
  }
}
