package io.loom.cli;

import io.loom.cli.rest.Failure;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options that all verbs of `loom bead` share with `bd`.
final class BeadScope {
  @Option(
      names = "--project",
      paramLabel = "ID",
      description = "Its project; else LOOM_PROJECT, else the one that this folder is a clone of.")
  private @Nullable String project;

  @Option(names = "--json", description = "Answer with the JSON that `bd` answers with.")
  private boolean json;

  @Option(
      names = "--actor",
      paramLabel = "WHO",
      description = "Who claims a bead; the server knows itself who else does what.")
  private @Nullable String actor;

  @Option(
      names = {"-C", "--directory"},
      paramLabel = "DIR",
      description = "As if called in this folder.")
  private @Nullable Path folder;

  /// What scripts say to `bd` about its database and its daemon, of which Loom has neither.
  @Option(
      names = {
        "--no-daemon",
        "--no-auto-flush",
        "--no-auto-import",
        "--sandbox",
        "--quiet",
        "-q",
        "--verbose",
        "-v"
      },
      hidden = true)
  void ignore(boolean said) {}

  @Option(names = "--db", hidden = true)
  void ignoreDatabase(String path) {}

  boolean json() {
    return json;
  }

  /// Who acts, as `bd` finds it out.
  String actor(Session session) {
    var terminal = session.terminal();
    var names =
        new String[] {
          actor == null ? "" : actor,
          terminal.variable("BD_ACTOR"),
          terminal.variable("BEADS_ACTOR"),
          terminal.variable("USER")
        };
    for (var name : names) {
      if (!name.isBlank()) {
        return name;
      }
    }
    throw Failure.usage("Say with --actor who claims it.");
  }

  /// @param said what another option says
  Optional<String> project(Session session, @Nullable String said) {
    if (project != null) {
      return Optional.of(project);
    }
    var here = session.terminal().folder();
    return said == null
        ? ProjectChoice.find(session, folder == null ? here : here.resolve(folder))
        : Optional.of(said);
  }

  String requireProject(Session session, @Nullable String said) {
    return project(session, said)
        .orElseThrow(
            () -> Failure.usage("Say the project with --project, or set LOOM_PROJECT to it."));
  }

  /// Called first by every verb.
  BeadScope begin(Session session) {
    if (json) {
      session.writeJsonErrors();
    }
    return this;
  }
}
