package io.loom.bench.dispatch;

import java.time.InstantSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `loom bench`: measurements of Loom, each a command of its own.
@Command(name = "bench", description = "Measure Loom on this machine.")
public final class BenchCommand implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private BenchCommand() {}

  public static CommandLine line(InstantSource clock) {
    var line =
        new CommandLine(new BenchCommand())
            .addSubcommand(new DispatchCommand(clock))
            .addSubcommand(new BeadsCommand(clock))
            .addSubcommand(new AuthCommand(clock));
    line.getSubcommands().values().forEach(BenchCommand::addHelp);
    return line;
  }

  private static void addHelp(CommandLine command) {
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this and end.")
                .build());
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which measurement?");
  }
}
