package io.loom.cli;

import io.loom.cli.rest.EventStream.Patience;
import io.loom.cli.rest.Failure;
import io.loom.cli.screen.PlainText;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Optional;

/// The `loom` command line.
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    var terminal =
        new Terminal(
            System.in,
            writer(FileDescriptor.out),
            writer(FileDescriptor.err),
            Path.of("").toAbsolutePath(),
            System.getenv(),
            Main::isInteractive,
            Main::askHidden,
            Clock.systemUTC(),
            ZoneId.systemDefault(),
            Patience.DEFAULT);
    System.exit(run(terminal, arguments));
  }

  /// UTF-8 whatever the locale says: it is what the data are.
  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }

  private static boolean isInteractive() {
    // Not every JDK has a console when a stream is redirected.
    return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent();
  }

  private static Optional<String> askHidden(String question) {
    return Optional.ofNullable(System.console())
        .filter(Console::isTerminal)
        .map(console -> console.readPassword("%s", question))
        .map(String::new);
  }

  /// Runs one command and returns its exit code.
  static int run(Terminal terminal, String... words) {
    try {
      return run(terminal, Arguments.of(words));
    } catch (Failure e) {
      print(terminal.err(), e);
      return e.kind().exitCode();
    } finally {
      terminal.out().flush();
      terminal.err().flush();
    }
  }

  private static int run(Terminal terminal, Arguments arguments) {
    if (arguments.wantsOverview()) {
      Catalogue.printHelp(terminal.out());
      return 0;
    }
    if (arguments.wantsVersion()) {
      return run(terminal, "version");
    }
    if (arguments.noun() < 0) {
      throw Failure.usage("Name a command; `loom --help` lists them.");
    }
    return new Parser(terminal).run(arguments);
  }

  static void print(PrintWriter err, Failure failure) {
    failure.sentences().forEach(sentence -> err.println(PlainText.line(sentence)));
  }
}
