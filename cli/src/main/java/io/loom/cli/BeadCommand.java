package io.loom.cli;

import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Failure;
import io.loom.cli.rest.Json;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `loom bead`.
@Command(name = "bead", addMethodSubcommands = false, description = "Work items.")
final class BeadCommand {
  private final Session session;
  private final BeadScreen beads;

  BeadCommand(Session session) {
    this.session = session;
    this.beads = new BeadScreen(session);
  }

  @Command(name = "create", description = "Put a bead into a project.")
  void create(
      @Parameters(paramLabel = "TITLE", description = "What is to be done, in a line.")
          String title,
      @Option(
              names = {"-p", "--project"},
              required = true,
              description = "Its project.")
          String project,
      @Mixin BeadFields fields) {
    var body = Json.object().put("project_id", project).put("title", title);
    fields.putInto(body, session.terminal().in());
    var bead = session.client().post(ApiPath.of("beads"), body);
    session.say(bead, "Created bead %s.".formatted(text(bead, "id")));
  }

  @Command(name = "list", description = "List beads; those that are not closed if nothing is said.")
  void list(
      @Option(
              names = {"-p", "--project"},
              description = "Of this project.")
          @Nullable String project,
      @Option(names = "--status", description = "Such as open, in_progress, blocked or closed.")
          @Nullable String status,
      @Option(names = "--type", description = "Such as task or bug.") @Nullable String type,
      @Option(
              names = "--assignee",
              paramLabel = "WHO",
              description = "Held by this agent or person.")
          @Nullable String assignee,
      @Option(names = "--search", paramLabel = "WORDS", description = "With these words.")
          @Nullable String search,
      @Option(names = "--all", description = "Closed ones too.") boolean all,
      @Option(names = "--limit", paramLabel = "N", description = "At most so many.")
          @Nullable Integer limit) {
    boolean asItIs = all || status != null;
    var path =
        ApiPath.of("beads")
            .with("project_id", project)
            .with("status", status)
            .with("type", type)
            .with("assigned_to", assignee)
            .with("q", search)
            .with("limit", asItIs ? limit : null);
    var found = session.client().get(path);
    beads.list(
        asItIs ? found : notClosed(found, limit == null ? Integer.MAX_VALUE : limit),
        "No beads match%s.".formatted(in(project)));
  }

  private static JsonNode notClosed(JsonNode beads, int limit) {
    var open = Json.array();
    for (var bead : beads) {
      if (open.size() < limit && !text(bead, "status").equals("closed")) {
        open.add(bead);
      }
    }
    return open;
  }

  private static String in(@Nullable String project) {
    return project == null ? "" : " in project " + project;
  }

  @Command(name = "ready", description = "List the beads that an agent could begin now.")
  void ready(
      @Option(
              names = {"-p", "--project"},
              description = "Of this project.")
          @Nullable String project,
      @Option(names = "--limit", paramLabel = "N", description = "At most so many.")
          @Nullable Integer limit) {
    var path =
        ApiPath.of("beads").with("project_id", project).with("ready", true).with("limit", limit);
    beads.list(session.client().get(path), "No beads are ready%s.".formatted(in(project)));
  }

  @Command(name = "show", description = "Show a bead: why it waits, what it needs, what was done.")
  void show(@Parameters(paramLabel = "ID", description = "The bead.") String id) {
    beads.show(session.client().get(ApiPath.of("beads", id)));
  }

  @Command(name = "claim", description = "Give a bead to an agent.")
  void claim(
      @Parameters(paramLabel = "ID", description = "The bead.") String id,
      @Option(names = "--agent", required = true, description = "Who works on it.") String agent) {
    post(id, "claim", Json.object().put("agent_id", agent), "%s is claimed for " + agent + ".");
  }

  @Command(name = "close", description = "Close a bead.")
  void close(
      @Parameters(paramLabel = "ID", description = "The bead.") String id,
      @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
          @Nullable String reason,
      @Option(names = "--force", description = "Even if the server would rather not.")
          boolean force) {
    var body = Json.object();
    Bodies.put(body, "reason", reason);
    Bodies.flag(body, "force", force);
    post(id, "close", body, "%s is closed.");
  }

  @Command(name = "reopen", description = "Open a closed bead again.")
  void reopen(@Parameters(paramLabel = "ID", description = "The bead.") String id) {
    post(id, "reopen", Json.object(), "%s is open again.");
  }

  @Command(name = "redispatch", description = "Let agents try a bead again that was given up.")
  void redispatch(
      @Parameters(paramLabel = "ID", description = "The bead.") String id,
      @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
          @Nullable String reason) {
    var body = Json.object();
    Bodies.put(body, "reason", reason);
    post(id, "redispatch", body, "%s is up for dispatch again.");
  }

  @Command(name = "comment", description = "Say something about a bead.")
  void comment(
      @Parameters(paramLabel = "ID", description = "The bead.") String id,
      @Parameters(paramLabel = "TEXT", description = "The comment; - reads standard input.")
          String text) {
    var content = text.equals("-") ? Input.text("-", session.terminal().in()) : text;
    post(id, "comments", Json.object().put("content", content), "Commented on %s.");
  }

  @Command(name = "update", description = "Change a bead; what is not said stays.")
  void update(
      @Parameters(paramLabel = "ID", description = "The bead.") String id,
      @Option(names = "--title", description = "What is to be done, in a line.")
          @Nullable String title,
      @Option(names = "--status", description = "Such as open, blocked or deferred.")
          @Nullable String status,
      @Mixin BeadFields fields) {
    var body = Json.object();
    Bodies.put(body, "title", title);
    Bodies.put(body, "status", status);
    fields.putInto(body, session.terminal().in());
    if (body.isEmpty()) {
      throw Failure.usage("Say what is to change, such as --title or --priority.");
    }
    var bead = session.client().patch(ApiPath.of("beads", id), body);
    session.say(bead, "Updated %s.".formatted(id));
  }

  /// What `loom bead dep` can do.
  enum DependencyVerb {
    ADD,
    REMOVE,
    LIST;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Command(
      name = "dep",
      customSynopsis = {
        "loom bead dep add BEAD OTHER     BEAD waits until OTHER is closed",
        "       loom bead dep remove BEAD OTHER",
        "       loom bead dep list BEAD"
      },
      description = "What a bead waits for.")
  void dependencies(
      @Parameters(paramLabel = "add|remove|list", description = "What to do.") DependencyVerb verb,
      @Parameters(paramLabel = "BEAD", description = "The bead that waits.") String id,
      @Parameters(
              paramLabel = "OTHER",
              arity = "0..1",
              description = "The bead to be closed first.")
          @Nullable String other) {
    if (verb == DependencyVerb.LIST) {
      beads.dependencies(session.client().get(ApiPath.of("beads", id)));
      return;
    }
    if (other == null) {
      throw Failure.usage("Name the bead that %s depends on, too.".formatted(id));
    }
    var path = ApiPath.of("beads", id, "dependencies");
    boolean add = verb == DependencyVerb.ADD;
    var answer =
        add
            ? session
                .client()
                .post(path, Json.object().put("depends_on", other).put("type", "blocks"))
            : session.client().delete(path.with("depends_on", other).with("type", "blocks"));
    session.say(
        answer, (add ? "%s now waits for %s." : "%s no longer waits for %s.").formatted(id, other));
  }

  private void post(String id, String action, JsonNode body, String sentence) {
    var answer = session.client().post(ApiPath.of("beads", id, action), body);
    session.say(answer, sentence.formatted(id));
  }
}
