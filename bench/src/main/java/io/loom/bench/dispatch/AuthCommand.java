package io.loom.bench.dispatch;

import java.io.IOException;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `loom bench auth`: how long checking an API key takes, what sign-ins cost the others, and
/// whether the time of a refusal tells who is a user.
@Command(name = "auth", description = "Time API keys and sign-ins.")
final class AuthCommand implements Callable<Integer> {
  private final InstantSource clock;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private BenchOptions options = new BenchOptions();

  @Option(
      names = "--keys",
      paramLabel = "N",
      defaultValue = "100000",
      description = "How many API keys there are (default: ${DEFAULT-VALUE}).")
  private int keys;

  @Option(
      names = "--logins",
      paramLabel = "N",
      defaultValue = "50",
      description = "How many sign-ins are timed (default: ${DEFAULT-VALUE}).")
  private int logins;

  @Option(
      names = "--concurrent-logins",
      paramLabel = "N",
      defaultValue = "1",
      description = "security.concurrent_logins of the server (default: ${DEFAULT-VALUE}).")
  private int concurrentLogins;

  @Option(
      names = "--guesses",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many wrong passwords of each kind are timed (default: ${DEFAULT-VALUE}).")
  private int guesses;

  AuthCommand(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var report = new Report("loom bench auth", clock.instant());
    report.condition("API keys", "%,d".formatted(keys));
    report.condition(
        "passwords", "Argon2id, 19 MiB, 2 passes, %d at once".formatted(concurrentLogins));
    var leaping = new LeapingClock(clock);
    try (var place = BenchPlace.open(options);
        var world = new AuthBenchWorld(place, concurrentLogins, leaping)) {
      report.conditionsOf(place);
      new ApiKeyChecks(world, options.seed).measure(keys, options.samples).forEach(report::add);
      var signIns = new SignIns(world);
      signIns.measure(logins, options.samples).forEach(report::add);
      report.add(signIns.rate());
      new Guesses(world, leaping).measure(guesses).forEach(report::add);
    }
    report.print(options.output, spec.commandLine().getOut());
    return 0;
  }
}
