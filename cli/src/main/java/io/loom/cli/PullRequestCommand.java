package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Json;
import io.loom.cli.screen.Screen;
import io.loom.cli.screen.Span;
import io.loom.cli.screen.Table;
import io.loom.cli.screen.Words;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `loom pr`.
@Command(
    name = "pr",
    addMethodSubcommands = false,
    description = "Results that are merged by pull request on a forge.")
final class PullRequestCommand {
  private final Session session;

  PullRequestCommand(Session session) {
    this.session = session;
  }

  @Command(name = "list", description = "List a project's pull requests, the newest first.")
  void list(
      @Option(
              names = {"-p", "--project"},
              required = true,
              description = "Of this project.")
          String project,
      @Option(names = "--open", description = "Only those that have not ended.") boolean open) {
    var pulls =
        session
            .client()
            .get(
                ApiPath.of("projects", project, "pull-requests")
                    .with("open", open ? "true" : null));
    session.list(pulls, "There are no pull requests.", screen -> table(screen, pulls));
  }

  private static Table table(Screen screen, JsonNode pulls) {
    var table = new Table("ID", "BEAD", "STATE", "NUMBER", "CHECKS", "ROUNDS", "SINCE", "detail");
    for (var pull : pulls) {
      table.row(
          Span.bold(text(pull, "id")),
          Span.of(text(pull, "bead_id")),
          Span.status(text(pull, "state")),
          Span.of(text(pull, "number")),
          Span.status(text(pull, "checks")),
          Span.of(text(pull, "rounds")),
          screen.age(text(pull, "updated_at")),
          Span.of(text(pull, "detail")));
    }
    return table;
  }

  @Command(name = "show", description = "Show a pull request, and what was said there.")
  void show(
      @Parameters(paramLabel = "ID", description = "The pull request.") String id,
      @Option(names = "--notes", description = "Ask the forge what was said.") boolean notes) {
    var pull = session.client().get(ApiPath.of("pull-requests", id));
    var said = notes ? session.client().get(ApiPath.of("pull-requests", id, "notes")) : null;
    session.show(
        pull,
        screen -> {
          header(screen, pull);
          if (said != null) {
            said.forEach(note -> note(screen, note));
          }
        });
  }

  private static void header(Screen screen, JsonNode pull) {
    screen.line(
        Span.bold("Pull request " + text(pull, "number")),
        Span.of(" of bead " + text(pull, "bead_id")));
    screen.field("state", Span.status(text(pull, "state")));
    screen.field("page", text(pull, "url"));
    screen.field("branch", text(pull, "branch") + " into " + text(pull, "base"));
    screen.field("head", Words.commit(text(pull, "head")));
    screen.field("checks", Span.status(text(pull, "checks")));
    screen.field("mergeable", text(pull, "mergeable"));
    screen.field("rounds", text(pull, "rounds"));
    screen.field("detail", text(pull, "detail"));
    screen.field("merged as", Words.commit(text(pull, "merged_commit")));
    screen.field("since", screen.age(text(pull, "updated_at")));
  }

  private static void note(Screen screen, JsonNode note) {
    var path = text(note, "path");
    var line = text(note, "line");
    var place = path.isEmpty() ? "" : " on " + path + (line.isEmpty() ? "" : ":" + line);
    screen.line("");
    screen.line(
        Span.bold(text(note, "author")),
        Span.of(place + " "),
        Span.dim(text(note, "kind").replace('_', ' ')));
    screen.paragraph(text(note, "text"), 2);
  }

  @Command(name = "merge", description = "Merge what Loom pushed last.")
  void merge(
      @Parameters(paramLabel = "ID", description = "The pull request.") String id,
      @Option(
              names = "--method",
              paramLabel = "METHOD",
              description = "merge, squash or rebase; merge without.")
          @Nullable String method) {
    var body = method == null ? Json.object() : Json.object().put("method", method);
    post(id, "merge", body, "Pull request %s is merged; its bead is closed in a moment.");
  }

  @Command(name = "close", description = "Close a pull request without merging it.")
  void close(@Parameters(paramLabel = "ID", description = "The pull request.") String id) {
    post(id, "close", Json.object(), "Pull request %s is closed; its bead is open again.");
  }

  @Command(name = "refresh", description = "Look at the forge now.")
  void refresh(@Parameters(paramLabel = "ID", description = "The pull request.") String id) {
    post(id, "refresh", Json.object(), "Pull request %s is being looked at.");
  }

  private void post(String id, String action, JsonNode body, String sentence) {
    var answer = session.client().post(ApiPath.of("pull-requests", id, action), body);
    session.say(answer, sentence.formatted(id));
  }
}
