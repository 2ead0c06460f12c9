package io.loom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `loom run`.
@Command(
    name = "run",
    addMethodSubcommands = false,
    description = "An agent's work on one bead, step by step.")
final class RunCommand {
  private final Session session;

  RunCommand(Session session) {
    this.session = session;
  }

  @Command(name = "list", description = "List runs, the newest first.")
  void list(
      @Option(names = "--bead", description = "Of this bead.") @Nullable String bead,
      @Option(
              names = {"-p", "--project"},
              description = "Of this project.")
          @Nullable String project,
      @Option(names = "--open", description = "Only those that have not ended.") boolean open,
      @Option(names = "--limit", paramLabel = "N", description = "At most so many.")
          @Nullable Integer limit) {
    var runs =
        session
            .client()
            .get(
                ApiPath.of("runs")
                    .with("bead_id", bead)
                    .with("project_id", project)
                    .with("open", open ? "true" : null)
                    .with("limit", limit));
    session.list(
        runs,
        open ? "No agent is at work." : "There are no runs yet.",
        screen -> RunScreen.table(screen, runs));
  }

  @Command(name = "show", description = "Show what an agent did in a run, and what it cost.")
  int show(
      @Parameters(paramLabel = "ID", description = "The run.") String id,
      @Option(
              names = {"-f", "--follow"},
              description = "Go on until the run has ended; exit code 0 if it completed.")
          boolean follow,
      @Option(names = "--full", description = "Texts and results in full.") boolean full) {
    if (follow) {
      return new RunFollower(session, id, full).follow();
    }
    var run = session.client().get(ApiPath.of("runs", id));
    session.show(
        run,
        screen -> {
          var runs = new RunScreen(screen, full);
          runs.header(run);
          session.client().get(ApiPath.of("runs", id, "steps")).forEach(runs::step);
          runs.end(run);
        });
    return 0;
  }

  @Command(name = "pause", description = "Let a run wait after its current step.")
  void pause(@Parameters(paramLabel = "ID", description = "The run.") String id) {
    post(id, "pause", Json.object(), "Run %s pauses after its current step.");
  }

  @Command(name = "resume", description = "Let a paused run go on.")
  void resume(@Parameters(paramLabel = "ID", description = "The run.") String id) {
    post(id, "resume", Json.object(), "Run %s goes on.");
  }

  @Command(name = "stop", description = "End a run; its bead is open again.")
  void stop(@Parameters(paramLabel = "ID", description = "The run.") String id) {
    post(id, "stop", Json.object(), "Run %s is being stopped.");
  }

  @Command(name = "nudge", description = "Tell the agent something; it reads it at its next turn.")
  void nudge(
      @Parameters(paramLabel = "ID", description = "The run.") String id,
      @Parameters(paramLabel = "TEXT", description = "What to say; - reads standard input.")
          String text) {
    var words = text.equals("-") ? Input.text("-", session.terminal().in()) : text;
    post(id, "nudge", Json.object().put("text", words), "Run %s hears it at its next turn.");
  }

  private void post(String id, String action, JsonNode body, String sentence) {
    var answer = session.client().post(ApiPath.of("runs", id, action), body);
    session.say(answer, sentence.formatted(id));
  }
}
