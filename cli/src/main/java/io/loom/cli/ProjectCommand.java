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
import picocli.CommandLine.Mixin;
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
    // Whoever said yes was told what goes along.
    var answer = session.client().delete(ApiPath.of("projects", id).with("force", true));
    session.say(answer, "Deleted project %s.".formatted(id));
  }

  @Command(name = "update", description = "Change a project; what is not said stays.")
  void update(
      @Parameters(paramLabel = "ID", description = "The project.") String id,
      @Mixin ProjectFields fields) {
    var body = fields.body();
    if (body.isEmpty()) {
      throw Failure.usage("Say what is to change, such as --branch or --strategy.");
    }
    var project = session.client().put(ApiPath.of("projects", id), body);
    session.say(project, "Updated project %s.".formatted(id));
  }

  @Command(name = "close", description = "Close a project, or ask for a decision if it has work.")
  void close(
      @Parameters(paramLabel = "ID", description = "The project.") String id,
      @Option(names = "--comment", paramLabel = "TEXT", description = "Why.")
          @Nullable String comment) {
    var answer = life(id, "close", comment);
    boolean waits = text(answer, "status").equals("decision_required");
    session.say(
        answer,
        waits
            ? "%s `loom decision decide %s yes` closes it."
                .formatted(text(answer, "message"), text(answer.path("decision_bead"), "id"))
            : "Closed project %s.".formatted(id));
  }

  @Command(name = "reopen", description = "Open a closed project again.")
  void reopen(
      @Parameters(paramLabel = "ID", description = "The project.") String id,
      @Option(names = "--comment", paramLabel = "TEXT", description = "Why.")
          @Nullable String comment) {
    session.say(life(id, "reopen", comment), "Project %s is open again.".formatted(id));
  }

  private JsonNode life(String id, String action, @Nullable String comment) {
    var body = Json.object();
    Bodies.put(body, "comment", comment);
    return session.client().post(ApiPath.of("projects", id, action), body);
  }

  @Command(name = "comment", description = "Say something about a project.")
  void comment(
      @Parameters(paramLabel = "ID", description = "The project.") String id,
      @Parameters(paramLabel = "TEXT", description = "The comment; - reads standard input.")
          String text) {
    var content = text.equals("-") ? Input.text("-", session.terminal().in()) : text;
    var body = Json.object().put("comment", content);
    var answer = session.client().post(ApiPath.of("projects", id, "comments"), body);
    session.say(answer, "Commented on project %s.".formatted(id));
  }

  @Command(name = "assign", description = "Bring an agent into a project.")
  void assign(
      @Parameters(paramLabel = "ID", description = "The project.") String id,
      @Parameters(paramLabel = "AGENT", description = "The agent.") String agent) {
    session.say(staff(id, agent, "assign"), "%s is in project %s.".formatted(agent, id));
  }

  @Command(name = "unassign", description = "Take an agent out of a project.")
  void unassign(
      @Parameters(paramLabel = "ID", description = "The project.") String id,
      @Parameters(paramLabel = "AGENT", description = "The agent.") String agent) {
    session.say(
        staff(id, agent, "unassign"), "%s is no longer in project %s.".formatted(agent, id));
  }

  private JsonNode staff(String id, String agent, String action) {
    var body = Json.object().put("agent_id", agent).put("action", action);
    return session.client().post(ApiPath.of("projects", id, "agents"), body);
  }

  @Command(
      name = "milestone",
      customSynopsis = {
        "loom project milestone list ID",
        "       loom project milestone add ID NAME [--due DATE] [--type TYPE]",
        "       loom project milestone set ID MILESTONE [--due DATE] [--status STATUS]",
        "       loom project milestone remove ID MILESTONE"
      },
      description = "What a project works towards.")
  void milestone(
      @Parameters(paramLabel = "list|add|set|remove", description = "What to do.")
          ProjectMilestones.Verb verb,
      @Parameters(paramLabel = "ID", description = "The project.") String id,
      @Parameters(paramLabel = "NAME", arity = "0..1", description = "A name, or an id.")
          @Nullable String name,
      @Option(names = "--due", paramLabel = "DATE", description = "Such as 2026-03-01.")
          @Nullable String due,
      @Option(names = "--type", description = "Such as release or sprint_end.")
          @Nullable String type,
      @Option(names = "--status", description = "Such as in_progress or complete.")
          @Nullable String status) {
    new ProjectMilestones(session, id).run(verb, name, due, type, status);
  }

  @Command(
      name = "files",
      customSynopsis = {
        "loom project files read ID PATH [--ref REF]",
        "       loom project files tree ID [PATH] [--ref REF] [--depth N]",
        "       loom project files search ID TEXT [--ref REF]"
      },
      description = "The files of a project's repository.")
  void files(
      @Parameters(paramLabel = "read|tree|search", description = "What to do.")
          ProjectSource.FileVerb verb,
      @Parameters(paramLabel = "ID", description = "The project.") String id,
      @Parameters(paramLabel = "PATH", arity = "0..1", description = "A path, or a text.")
          @Nullable String what,
      @Option(names = "--ref", description = "A branch or a commit.") @Nullable String reference,
      @Option(names = "--depth", paramLabel = "N", description = "How many levels down.")
          @Nullable Integer depth) {
    new ProjectSource(session, id).files(verb, what, reference, depth);
  }

  @Command(
      name = "git",
      customSynopsis = {
        "loom project git status|log|branches|diff|sync|push ID [REF]",
        "       loom project git commit ID -m MESSAGE"
      },
      description = "The repository of a project, and its worktree on the server.")
  void git(
      @Parameters(
              paramLabel = "status|log|branches|diff|sync|commit|push",
              description = "What to do.")
          ProjectSource.GitVerb verb,
      @Parameters(paramLabel = "ID", description = "The project.") String id,
      @Parameters(paramLabel = "REF", arity = "0..1", description = "A branch or a commit.")
          @Nullable String reference,
      @Option(
              names = {"-m", "--message"},
              description = "Of a commit.")
          @Nullable String message) {
    new ProjectSource(session, id).git(verb, reference, message);
  }
}
