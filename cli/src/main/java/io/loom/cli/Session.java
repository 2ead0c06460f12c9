package io.loom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.EventStream;
import io.loom.cli.rest.Failure;
import io.loom.cli.rest.Json;
import io.loom.cli.rest.LoomClient;
import io.loom.cli.rest.ServerAddress;
import io.loom.cli.screen.PlainText;
import io.loom.cli.screen.Screen;
import io.loom.cli.screen.Table;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/// One call of `loom`: the options that every command has, and what follows from them.
@Command(name = "loom")
final class Session {
  private static final int USUAL_WIDTH = 100;
  private static final int NARROWEST = 20;

  /// How answers are written.
  enum Output {
    TABLE,
    JSON;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final Terminal terminal;
  private @Nullable LoomClient client;
  private @Nullable Screen screen;

  @Option(
      names = "--server-url",
      paramLabel = "URL",
      scope = ScopeType.INHERIT,
      description = "The server; else LOOM_SERVER_URL, else http://localhost:8080 (or 8081).")
  private @Nullable String serverUrl;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "table|json",
      scope = ScopeType.INHERIT,
      description = "How to write the answer; json is what the server said.")
  private Output output = Output.TABLE;

  @Option(
      names = "--no-color",
      scope = ScopeType.INHERIT,
      description = "Write without colours, as NO_COLOR and pipes do.")
  private boolean noColor;

  private boolean jsonErrors;

  Session(Terminal terminal) {
    this.terminal = terminal;
  }

  Terminal terminal() {
    return terminal;
  }

  LoomClient client() {
    if (client == null) {
      client = new LoomClient(address(), new CallerCredentials(terminal, credentialFile()));
    }
    return client;
  }

  ServerAddress address() {
    return ServerAddress.of(serverUrl == null ? terminal.variable("LOOM_SERVER_URL") : serverUrl);
  }

  CredentialFile credentialFile() {
    return CredentialFile.of(terminal);
  }

  Screen screen() {
    if (screen == null) {
      boolean interactive = terminal.interactive().getAsBoolean();
      boolean colors =
          interactive
              && !noColor
              && terminal.variable("NO_COLOR").isEmpty()
              && !terminal.variable("TERM").equals("dumb");
      screen = new Screen(terminal.out(), terminal.clock(), width(interactive), colors);
    }
    return screen;
  }

  /// Output that goes into a file or a pipe is not cut, unless COLUMNS asks for it.
  private int width(boolean interactive) {
    try {
      return Math.max(NARROWEST, Integer.parseInt(terminal.variable("COLUMNS").strip()));
    } catch (NumberFormatException _) {
      return interactive ? USUAL_WIDTH : Screen.UNLIMITED;
    }
  }

  boolean isJson() {
    return output == Output.JSON;
  }

  /// From now on errors are JSON too.
  void writeJsonErrors() {
    jsonErrors = true;
  }

  boolean wantsJsonErrors() {
    return jsonErrors;
  }

  /// Writes an answer: as it is, or the way people read it.
  void show(JsonNode answer, Consumer<Screen> forPeople) {
    if (!isJson()) {
      forPeople.accept(screen());
    } else if (!answer.isMissingNode()) {
      writeJson(Json.pretty(answer));
    }
  }

  /// Writes an answer of which people need one sentence only.
  void say(JsonNode answer, String sentence) {
    show(answer, screen -> screen.line(sentence));
  }

  /// Writes a list: as it is, as a table, or as a sentence when there is nothing in it.
  void list(JsonNode answer, String whenEmpty, Function<Screen, Table> table) {
    show(
        answer,
        screen -> {
          if (answer.isEmpty()) {
            screen.line(whenEmpty);
          } else {
            screen.table(table.apply(screen));
          }
        });
  }

  void writeJson(String json) {
    terminal.out().println(json);
    terminal.out().flush();
  }

  /// Says something that is not part of the answer.
  void notice(String sentence) {
    terminal.err().println(PlainText.line(sentence));
    terminal.err().flush();
  }

  EventStream events(ApiPath path, long after) {
    return new EventStream(client(), path, after, terminal.patience(), this::notice);
  }

  /// @throws Failure unless the user has said yes
  void confirm(String question, boolean yes) {
    if (yes) {
      return;
    }
    if (!terminal.interactive().getAsBoolean()) {
      throw Failure.usage("%s Say --yes if so.".formatted(question));
    }
    terminal.err().print(PlainText.line(question) + " [y/N] ");
    terminal.err().flush();
    var answer = Input.firstLine(terminal.in()).strip().toLowerCase(Locale.ROOT);
    if (!answer.equals("y") && !answer.equals("yes")) {
      throw Failure.usage("Nothing was changed.");
    }
  }
}
