package io.loom.cli;

import com.google.errorprone.annotations.Immutable;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// All commands of the product. Only the one that is named is ever built; `loom --help` builds none
/// and so is quick.
enum Catalogue {
  BEAD(Group.WORK, "bead", "Create, find, claim and close work items", BeadCommand::new),
  PROJECT(Group.WORK, "project", "Git repositories that agents work on", ProjectCommand::new),
  RUN(Group.WORK, "run", "Watch, pause, stop and nudge an agent at work", RunCommand::new),
  PR(Group.WORK, "pr", "Results that wait in pull requests", PullRequestCommand::new),
  DECISION(Group.WORK, "decision", "Answer what waits for a person", DecisionCommand::new),
  EVENTS(Group.WORK, "events", "Follow what happens, as it happens", EventsCommand::new),

  AGENT(Group.AGENTS, "agent", "Who does the work", AgentCommand::new),
  PERSONA(Group.AGENTS, "persona", "The roles that agents can have", PersonaCommand::new),
  PROVIDER(Group.AGENTS, "provider", "Where models are asked", ProviderCommand::new),

  SERVE(Group.SERVER, "serve", "Start the server", null),
  LOGIN(Group.SERVER, "login", "Sign in", LoginCommand::new),
  LOGOUT(Group.SERVER, "logout", "End the session, and forget it here", LogoutCommand::new),
  WHOAMI(Group.SERVER, "whoami", "Whom does the server take me for?", WhoamiCommand::new),
  STATUS(Group.SERVER, "status", "Is it well, and what is it doing?", StatusCommand::new),
  VAULT(
      Group.SERVER,
      "vault",
      "Stored keys: look, seal anew, change the password",
      VaultCommand::new),
  VERSION(
      Group.SERVER,
      "version",
      "The versions of this program and of the server",
      VersionCommand::new),

  DEMO(Group.MEASURING, "demo", "Let scripted agents finish a small project", null),
  REHEARSE(Group.MEASURING, "rehearse", "Answer as a model, from a script", null),
  BENCH(Group.MEASURING, "bench", "Measure a server", null);

  /// How the help groups commands.
  private enum Group {
    WORK("Work"),
    AGENTS("People and agents"),
    SERVER("Server"),
    MEASURING("Trying and measuring");

    private final String title;

    Group(String title) {
      this.title = title;
    }
  }

  /// Makes the object with the options and verbs of a command.
  @Immutable
  private interface Maker {
    Object make(Session session);
  }

  private final Group group;
  private final String noun;
  private final String summary;
  private final @Nullable Maker maker;

  /// @param maker absent for a command of another program, which the launcher starts
  Catalogue(Group group, String noun, String summary, @Nullable Maker maker) {
    this.group = group;
    this.noun = noun;
    this.summary = summary;
    this.maker = maker;
  }

  static Optional<Catalogue> find(String noun) {
    return Arrays.stream(values()).filter(it -> it.noun.equals(noun)).findFirst();
  }

  static List<String> nouns() {
    return Arrays.stream(values()).map(it -> it.noun).toList();
  }

  String noun() {
    return noun;
  }

  /// The object with the options and verbs; empty for a command of another program.
  Optional<Object> make(Session session) {
    return Optional.ofNullable(maker).map(it -> it.make(session));
  }

  static void printHelp(PrintWriter out) {
    var help = new StringBuilder(1_500);
    help.append(
        "Loom: AI agents do the work, people keep the say.\n\nUsage: loom COMMAND [OPTIONS]\n");
    for (var group : Group.values()) {
      help.append('\n').append(group.title).append('\n');
      for (var command : values()) {
        if (command.group == group) {
          help.append("  ").append(command.noun);
          help.repeat(' ', 10 - command.noun.length()).append(command.summary).append('\n');
        }
      }
    }
    help.append(
        """

        Options of every command
          --server-url URL       the server; else LOOM_SERVER_URL, else http://localhost:8080
          -o, --output FORMAT    table or json
          --no-color             no colours
          -h, --help             what a command takes: loom bead --help, loom bead create --help

        Exit codes: 0 done, 1 refused or not found, 2 used wrongly, 3 no server reached.
        """);
    out.print(help);
    out.flush();
  }
}
