package io.loom.bench.rehearse;

import io.loom.base.Secret;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `loom rehearse`: runs a scripted model until it is told to end. The first line of its output is
/// the address.
@Command(name = "rehearse", description = "Answer OpenAI chat completions from a script.")
public final class RehearseCommand implements Callable<Integer> {
  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(paramLabel = "SCRIPT", description = "The YAML file to play from.")
  private Path script = Path.of("");

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port on 127.0.0.1; 0 takes a free one.")
  private int port;

  @Option(names = "--log", paramLabel = "FILE", description = "Append a JSON line per request.")
  private @Nullable Path log;

  @Option(
      names = "--latency",
      paramLabel = "TIME",
      description = "In place of the script's default, as 50ms.")
  private @Nullable String latency;

  @Option(names = "--api-key", paramLabel = "KEY", description = "The bearer key to insist on.")
  private @Nullable String apiKey;

  @Option(names = "--port-file", paramLabel = "FILE", description = "Write the port here.")
  private @Nullable Path portFile;

  public RehearseCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (var model = ScriptedModel.start(Script.read(script), options())) {
      Runtime.getRuntime().addShutdownHook(new Thread(() -> close(model)));
      writePort(model.uri().getPort());
      PrintWriter out = spec.commandLine().getOut();
      out.println(model.uri());
      out.flush();
      model.awaitClosed();
      return 0;
    } catch (ScriptException e) {
      return fail(e.getMessage());
    } catch (IOException e) {
      return fail("The scripted model cannot run on port %d: %s".formatted(port, e));
    }
  }

  private int fail(@Nullable String message) {
    spec.commandLine().getErr().println(message);
    return 1;
  }

  private Options options() {
    return new Options(port, readLatency(), log, apiKey == null ? null : new Secret(apiKey), clock);
  }

  private @Nullable Duration readLatency() {
    try {
      return latency == null ? null : DurationText.parse(latency);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), "--latency: " + e.getMessage(), e);
    }
  }

  /// Whoever waits for the file never sees half of it.
  private void writePort(int number) throws IOException {
    if (portFile == null) {
      return;
    }
    var partial = portFile.resolveSibling(portFile.getFileName() + ".partial");
    Files.writeString(partial, number + "\n");
    Files.move(partial, portFile, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void close(ScriptedModel model) {
    try {
      model.close();
    } catch (IOException e) {
      System.getLogger(RehearseCommand.class.getName())
          .log(System.Logger.Level.WARNING, "The scripted model did not close", e);
    }
  }
}
