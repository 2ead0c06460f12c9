package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Failure;
import io.loom.cli.rest.Json;
import io.loom.cli.screen.Screen;
import io.loom.cli.screen.Span;
import io.loom.cli.screen.Table;
import io.loom.cli.screen.Tint;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `loom project`.
@Command(
    name = "project",
    addMethodSubcommands = false,
    description = "Git repositories that agents work on.")
final class ProjectCommand {
  private final Session session;

  ProjectCommand(Session session) {
    this.session = session;
  }

  @Command(name = "list", description = "List the projects.")
  void list() {
    var projects = session.client().get(ApiPath.of("projects"));
    session.list(
        projects,
        "There are no projects. `loom project create NAME --repo URL` makes one.",
        _ -> table(projects));
  }

  private static Table table(JsonNode projects) {
    var table = new Table("ID", "name", "STATUS", "BRANCH", "repository");
    for (var project : projects) {
      table.row(
          Span.bold(text(project, "id")),
          Span.of(text(project, "name")),
          Span.status(text(project, "status")),
          Span.of(text(project, "branch")),
          Span.dim(text(project, "git_repo")));
    }
    return table;
  }

  @Command(name = "show", description = "Show a project.")
  void show(@Parameters(paramLabel = "ID", description = "The project.") String id) {
    var project = session.client().get(ApiPath.of("projects", id));
    session.show(project, screen -> show(screen, project));
  }

  private void show(Screen screen, JsonNode project) {
    screen.line(Span.bold(text(project, "name")), Span.dim("  " + text(project, "id")));
    screen.field("status", Span.status(text(project, "status")));
    screen.field("repository", text(project, "git_repo"));
    screen.field("branch", text(project, "branch"));
    screen.field("beads", text(project, "beads_path"));
    screen.field("access", text(project, "git_auth_method"));
    screen.field("merges", text(project, "git_strategy"));
    project
        .path("context")
        .properties()
        .forEach(it -> screen.field(it.getKey().replace('_', ' '), it.getValue().asText()));
    screen.field("perpetual", project.path("is_perpetual").asBoolean() ? "yes" : "");
    screen.field("created", screen.age(text(project, "created_at")));
    readiness(screen, state(text(project, "id")));
  }

  private JsonNode state(String id) {
    return session.client().get(ApiPath.of("projects", id, "state"));
  }

  private static void readiness(Screen screen, JsonNode state) {
    screen.field("open beads", text(state, "open_beads"));
    boolean ready = state.path("readiness_ok").asBoolean();
    screen.field(
        "readiness", new Span(ready ? "ready" : "not ready", ready ? Tint.GREEN : Tint.RED));
    var details = state.path("readiness_details");
    for (var issue : details.isEmpty() ? state.path("readiness_issues") : details) {
      screen.field("", "- " + (issue.isTextual() ? issue.asText() : text(issue, "message")));
      var remedy = text(issue, "remedy");
      screen.field("", remedy.isEmpty() ? "" : "  " + remedy);
    }
    screen.field("checked", screen.age(text(state, "readiness_checked_at")));
  }

  @Command(name = "create", description = "Make a project of a git repository.")
  void create(
      @Parameters(paramLabel = "NAME", description = "What people call it.") String name,
      @Option(
              names = "--repo",
              required = true,
              paramLabel = "URL",
              description = "The git repository.")
          String repository,
      @Option(names = "--id", description = "Its id; else made from the name.") @Nullable String id,
      @Option(
              names = "--branch",
              defaultValue = "main",
              description = "Where results are merged; ${DEFAULT-VALUE} if not said.")
          String branch,
      @Option(
              names = "--beads-path",
              paramLabel = "PATH",
              description = "Its beads' folder in the repository.")
          @Nullable String beadsPath,
      @Option(
              names = "--build",
              paramLabel = "COMMAND",
              description = "Proves that a result builds.")
          @Nullable String build,
      @Option(names = "--test", paramLabel = "COMMAND", description = "Proves that a result works.")
          @Nullable String test,
      @Option(names = "--setup", paramLabel = "COMMAND", description = "Readies a fresh workspace.")
          @Nullable String setup,
      @Option(names = "--perpetual", description = "It is never closed.") boolean perpetual,
      @Option(names = "--sticky", description = "It comes back when the server starts.")
          boolean sticky) {
    var body = Json.object().put("name", name).put("git_repo", repository).put("branch", branch);
    Bodies.put(body, "id", id);
    Bodies.put(body, "beads_path", beadsPath);
    Bodies.flag(body, "is_perpetual", perpetual);
    Bodies.flag(body, "is_sticky", sticky);
    var context = body.putObject("context");
    Bodies.put(context, "build_command", build);
    Bodies.put(context, "test_command", test);
    Bodies.put(context, "setup_command", setup);
    var project = session.client().post(ApiPath.of("projects"), body);
    session.say(project, "Created project %s.".formatted(text(project, "id")));
  }

  @Command(name = "state", description = "Say whether agents can work on a project, and why not.")
  void showState(@Parameters(paramLabel = "ID", description = "The project.") String id) {
    var state = state(id);
    session.show(
        state,
        screen -> {
          screen.line(Span.bold(text(state, "name", "id")));
          screen.field("status", Span.status(text(state, "status")));
          readiness(screen, state);
        });
  }

  @Command(
      name = "check",
      description = "Look at a project's repository now, and say what is wrong.")
  void check(@Parameters(paramLabel = "ID", description = "The project.") String id) {
    var state = session.client().post(ApiPath.of("projects", id, "check"), Json.object());
    session.show(state, screen -> readiness(screen, state));
  }

  @Command(name = "key", description = "Show a project's deploy key, or give it a new one.")
  void key(
      @Parameters(paramLabel = "ID", description = "The project.") String id,
      @Option(
              names = "--rotate",
              description = "Make a new key; the old one works until the new one does.")
          boolean rotate,
      @Option(
              names = "--immediate",
              description = "With --rotate: the old key ends at once, as when it was stolen.")
          boolean immediate) {
    if (immediate && !rotate) {
      throw Failure.usage("--immediate goes with --rotate.");
    }
    var path = ApiPath.of("projects", id, "git-key").with("immediate", immediate ? true : null);
    var key = rotate ? session.client().post(path, Json.object()) : session.client().get(path);
    session.show(key, screen -> key(screen, key));
  }

  private static void key(Screen screen, JsonNode key) {
    screen.line(Span.of(text(key, "public_key")));
    screen.field("fingerprint", text(key, "fingerprint"));
    screen.field("last used", screen.age(text(key, "last_used_at")));
    screen.field("before it", text(key, "previous_fingerprint"));
    screen.field("until", text(key, "previous_until"));
    screen.field("register", text(key, "instructions"));
  }

  @Command(
      name = "host-keys",
      description = "List the keys by which a project knows its git servers.")
  void hostKeys(
      @Parameters(paramLabel = "ID", description = "The project.") String id,
      @Option(
              names = "--forget",
              description = "Forget them: what the servers show next is believed.")
          boolean forget) {
    var path = ApiPath.of("projects", id, "host-keys");
    if (forget) {
      session.say(
          session.client().delete(path), "Forgot the host keys of project %s.".formatted(id));
      return;
    }
    var keys = session.client().get(path);
    session.list(
        keys,
        "There are none yet: the first key that a server shows is kept.",
        screen -> hostKeys(screen, keys));
  }

  private static Table hostKeys(Screen screen, JsonNode keys) {
    var table = new Table("HOST", "TYPE", "FINGERPRINT", "PINNED");
    for (var key : keys) {
      table.row(
          Span.bold(text(key, "host")),
          Span.of(text(key, "type")),
          Span.of(text(key, "fingerprint")),
          screen.age(text(key, "pinned_at")));
    }
    return table;
  }

  @Command(name = "delete", description = "Delete a project with its beads, agents and runs.")
  void delete(
      @Parameters(paramLabel = "ID", description = "The project.") String id,
      @Option(
              names = {"-y", "--yes"},
              description = "Do not ask.")
          boolean yes) {
    session.confirm("Delete project %s with its beads, agents and runs?".formatted(id), yes);
    var answer = session.client().delete(ApiPath.of("projects", id));
    session.say(answer, "Deleted project %s.".formatted(id));
  }
}
