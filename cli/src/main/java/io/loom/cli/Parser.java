package io.loom.cli;

import io.loom.cli.rest.Failure;
import io.loom.cli.rest.Json;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/// Builds the command that was named, and nothing else, and runs it.
///
/// A command is an object whose methods are its verbs; one without verbs is called itself.
final class Parser {
  private final Terminal terminal;
  private final Session session;

  Parser(Terminal terminal) {
    this.terminal = terminal;
    this.session = new Session(terminal);
  }

  int run(Arguments arguments) {
    var noun = arguments.words().get(arguments.noun());
    var entry =
        Catalogue.find(noun)
            .orElseThrow(() ->
                Failure.usage(
                    "There is no command \"%s\".%s"
                        .formatted(noun, Nearest.hint(noun, Catalogue.nouns()))));
    var command =
        entry
            .make(session)
            .orElseThrow(() ->
                Failure.usage("`loom %s` is started by the launcher, bin/loom.".formatted(noun)));
    return build(noun, command, arguments.verb()).execute(arguments.words().toArray(new String[0]));
  }

  private CommandLine build(String noun, Object command, String verb) {
    var root = new CommandLine(session);
    root.getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .scopeType(ScopeType.INHERIT)
                .description("Show this and end.")
                .build());
    var part = part(command, verb);
    var commandLine = new CommandLine(part.orElse(command));
    addVerbs(commandLine, part.map(List::of).orElseGet(() -> parts(command)), verb);
    root.addSubcommand(noun, commandLine);
    return root.setCaseInsensitiveEnumValuesAllowed(true)
        .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
        .setUsageHelpLongOptionsMaxWidth(28)
        .setOut(terminal.out())
        .setErr(terminal.err())
        .setParameterExceptionHandler(this::misused)
        .setExecutionExceptionHandler(this::failed);
  }

  private static List<Object> parts(Object command) {
    var parts = new ArrayList<>(List.of(command));
    if (command instanceof HasParts more) {
      parts.addAll(more.parts());
    }
    return parts;
  }

  /// The object with the verb that was named.
  private static Optional<Object> part(Object command, String verb) {
    return parts(command).stream()
        .filter(part -> verbs(part).stream().anyMatch(it -> name(it).equals(verb)))
        .findFirst();
  }

  private static List<Method> verbs(Object part) {
    return CommandLine.getCommandMethods(part.getClass(), null);
  }

  private static String name(Method verb) {
    return verb.getAnnotation(Command.class).name();
  }

  /// The verb that was named, or all of them when none was, so that help can list them.
  private static void addVerbs(CommandLine commandLine, List<Object> parts, String verb) {
    var all = parts.stream().flatMap(part -> verbs(part).stream()).toList();
    var named = all.stream().filter(method -> name(method).equals(verb)).toList();
    for (var method : named.isEmpty() ? all : named) {
      commandLine.addSubcommand(name(method), describe(new CommandLine(method)));
    }
    describe(commandLine);
  }

  private static CommandLine describe(CommandLine commandLine) {
    CommandSpec spec = commandLine.getCommandSpec();
    spec.usageMessage().abbreviateSynopsis(true).sortOptions(false).width(100);
    return commandLine;
  }

  private int misused(ParameterException e, String[] words) {
    var commandLine = e.getCommandLine();
    var name = commandLine.getCommandSpec().qualifiedName();
    boolean lacksVerb =
        commandLine.getCommandSpec().userObject() != null
            && e.getMessage() != null
            && e.getMessage().startsWith("Missing required subcommand");
    if (lacksVerb) {
      commandLine.usage(terminal.err());
    } else {
      Main.print(terminal.err(), Failure.usage(sentence(e)));
      terminal.err().println("See `%s --help`.".formatted(name));
    }
    return Failure.Kind.USAGE.exitCode();
  }

  private static String sentence(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.getUnmatched().isEmpty()) {
      var word = unmatched.getUnmatched().getFirst();
      var spec = e.getCommandLine().getCommandSpec();
      var name = spec.qualifiedName();
      if (word.startsWith("-")) {
        return "`%s` has no option %s.%s"
            .formatted(name, word.replaceFirst("=.*", ""), Nearest.hint(word, options(spec)));
      }
      return spec.subcommands().isEmpty()
          ? "`%s` does not know what to do with \"%s\".".formatted(name, word)
          : "There is no command \"%s %s\".%s"
              .formatted(name, word, Nearest.hint(word, spec.subcommands().keySet()));
    }
    var message = String.valueOf(e.getMessage());
    return message.endsWith(".") ? message : message + ".";
  }

  private static List<String> options(CommandSpec spec) {
    var names = new ArrayList<String>();
    spec.options().stream().filter(it -> !it.hidden()).forEach(it -> names.add(it.longestName()));
    return names;
  }

  private int failed(Exception e, CommandLine command, CommandLine.ParseResult parsed) {
    var failure =
        e instanceof Failure known
            ? known
            : Failure.refused(
                0, List.of("loom itself failed (%s). Please report it.".formatted(e)));
    if (session.wantsJsonErrors()) {
      terminal.err().println(Json.line(Json.object().put("error", failure.getMessage())));
    } else {
      Main.print(terminal.err(), failure);
    }
    return failure.kind().exitCode();
  }
}
