package io.loom.bench.demo;

import io.loom.cli.rest.Failure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `loom demo`.
@Command(
    name = "demo",
    description = "Start Loom in a folder of its own and watch agents finish an example project.",
    footer = {
      "",
      "PROVIDER_URL, MODEL and API_KEY of the environment name an OpenAI-compatible endpoint;",
      "without them a scripted model answers."
    })
public final class DemoCommand implements Callable<Integer> {
  private static final int HIGHEST_PORT = 65_535;

  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--stop", description = "Stop the server and the model that a demo left running.")
  private boolean stop;

  @Option(names = "--plain", description = "Write plain lines on a terminal too.")
  private boolean plain;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "The server's; else 8080, 8081 or any that is free.")
  private int port;

  public DemoCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    if (port < 0 || port > HIGHEST_PORT) {
      throw new ParameterException(spec.commandLine(), "--port: a number up to 65535");
    }
    var place = new DemoPlace(Path.of(System.getProperty("loom.home", ".")));
    var screen = DemoScreen.open(plain, System.getenv(), clock);
    if (stop) {
      screen.line(Demo.stop(place) ? "The demo has stopped." : "No demo runs.");
      return 0;
    }
    var over = new AtomicBoolean();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> sayWhatIsLeft(over, place, screen)));
    int code = run(place, screen, over);
    over.set(true);
    return code;
  }

  private int run(DemoPlace place, DemoScreen screen, AtomicBoolean over)
      throws IOException, InterruptedException {
    try {
      var model = AnsweringModel.of(System.getenv());
      new Demo(place, model, screen, clock).run(port);
      return 0;
    } catch (DemoFailure e) {
      over.set(true);
      return fail(e, place, screen);
    } catch (Failure e) {
      over.set(true);
      return fail(new DemoFailure(String.join(" ", e.sentences())), place, screen);
    }
  }

  private static int fail(DemoFailure failure, DemoPlace place, DemoScreen screen) {
    screen.failure(failure);
    if (place.server().find().isPresent()) {
      screen.line("Loom still runs. make demo-stop stops it, and make demo starts afresh.");
    }
    return 1;
  }

  /// Ctrl-C ends the watching only: what agents have begun goes on.
  private static void sayWhatIsLeft(AtomicBoolean over, DemoPlace place, DemoScreen screen) {
    if (over.get()) {
      return;
    }
    screen.leave();
    screen.line("");
    screen.line(
        place.server().find().isPresent()
            ? "You no longer watch, but Loom and its agents go on. Stop them with: make demo-stop"
            : "The demo was interrupted. Loom does not run.");
  }
}
