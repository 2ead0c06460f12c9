package io.loom.bench;

import io.loom.bench.demo.DemoCommand;
import io.loom.bench.dispatch.BenchCommand;
import io.loom.bench.rehearse.RehearseCommand;
import java.time.Clock;
import java.time.InstantSource;
import java.time.ZoneOffset;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// The program behind those `loom` commands that rehearse, show or measure Loom from outside.
@Command(name = "loom")
public final class Main implements Runnable {
  @Spec private CommandSpec spec = CommandSpec.create();

  private Main() {}

  public static void main(String[] arguments) {
    System.exit(commands(Clock.tickMillis(ZoneOffset.UTC)).execute(arguments));
  }

  /// The whole command line; the one place that lists the subcommands.
  static CommandLine commands(InstantSource clock) {
    var commands =
        new CommandLine(new Main())
            .addSubcommand(new RehearseCommand(clock))
            .addSubcommand(new DemoCommand(clock));
    commands.addSubcommand(BenchCommand.line(clock));
    addHelp(commands);
    commands.getSubcommands().values().forEach(Main::addHelp);
    return commands;
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
    throw new ParameterException(spec.commandLine(), "Which command?");
  }
}
