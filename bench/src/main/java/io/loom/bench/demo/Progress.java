package io.loom.bench.demo;

import static io.loom.cli.screen.Words.count;
import static io.loom.cli.screen.Words.text;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.bench.demo.BeadProgress.Stage;
import io.loom.bench.demo.Line.Sign;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Follows the beads of the example by their events, and puts each event into words. It knows
/// nothing but the events, and one that comes again changes nothing.
///
/// For one thread.
final class Progress {
  /// How the whole stands.
  sealed interface Standing {
    record Going() implements Standing {}

    record AllMerged() implements Standing {}

    /// A bead will have no commit.
    record Stuck(String bead, String why) implements Standing {}
  }

  private final Map<String, BeadProgress> beads = new LinkedHashMap<>();
  private final int failuresAllowed;
  private @Nullable Instant first;
  private long lastSeq;
  private int agents;

  /// @param failuresAllowed runs of a bead that may end without a result before it counts as stuck
  Progress(List<DemoRepository.Work> work, int failuresAllowed) {
    this.failuresAllowed = failuresAllowed;
    work.forEach(it -> beads.put(it.id(), new BeadProgress(it)));
  }

  Collection<BeadProgress> beads() {
    return List.copyOf(beads.values());
  }

  Optional<BeadProgress> bead(String id) {
    return Optional.ofNullable(beads.get(id));
  }

  /// Since the first event, at this time.
  Duration since(Instant now) {
    var begin = first;
    return begin == null || now.isBefore(begin) ? Duration.ZERO : Duration.between(begin, now);
  }

  int turns() {
    return beads.values().stream().mapToInt(bead -> bead.turns).sum();
  }

  long costMicros() {
    return beads.values().stream().mapToLong(bead -> bead.costMicros).sum();
  }

  Standing standing() {
    for (var bead : beads.values()) {
      if (bead.stage == Stage.CLOSED || bead.failedRuns > failuresAllowed) {
        return new Standing.Stuck(bead.id, bead.trouble);
      }
    }
    return beads.values().stream().allMatch(bead -> bead.stage == Stage.MERGED)
        ? new Standing.AllMerged()
        : new Standing.Going();
  }

  /// Takes in why the server says that nobody works on a bead.
  void held(String id, String because) {
    var bead = beads.get(id);
    if (bead != null && bead.stage == Stage.WAITING) {
      bead.doing = because;
    }
  }

  boolean isAnyAtWork() {
    return beads.values().stream().anyMatch(BeadProgress::isAtWork);
  }

  /// Takes an event of the log in, and says it in a line if it is worth one.
  Optional<Line> accept(JsonNode event) {
    long seq = event.path("seq").asLong(0);
    if (seq <= lastSeq) {
      return Optional.empty();
    }
    lastSeq = seq;
    var at = time(event);
    if (first == null) {
      first = at;
    }
    var data = event.path("data");
    var bead = beads.get(text(data, "bead_id"));
    if (bead == null) {
      return ofProject(text(event, "type"), data).map(words -> line(at, "", words));
    }
    return ofBead(bead, text(event, "type"), data, at).map(words -> line(at, bead.id, words));
  }

  private record Words(Sign sign, String topic, String text) {}

  private Line line(Instant at, String bead, Words words) {
    return new Line(since(at), bead, words.sign(), words.topic(), words.text());
  }

  private static Instant time(JsonNode event) {
    try {
      return Instant.parse(text(event, "timestamp"));
    } catch (DateTimeException _) {
      return Instant.EPOCH;
    }
  }

  private Optional<Words> ofProject(String type, JsonNode data) {
    return switch (type) {
      case "project.created" -> say("project", "%s was created".formatted(text(data, "name")));
      case "project.updated" ->
          !text(data, "change").equals("readiness")
              ? Optional.empty()
              : data.path("ready").asBoolean()
                  ? good("project", "cloned; its %s may begin".formatted(count(agents, "agent")))
                  : bad("project", "not ready for agents");
      case "agent.spawned" -> {
        agents++;
        yield Optional.empty();
      }
      case "bead.created" ->
          say("bead", "%s was filed: %s".formatted(text(data, "bead_id"), text(data, "title")));
      case "decision.created" ->
          Optional.of(new Words(Sign.QUESTION, "question", text(data, "question")));
      default -> Optional.empty();
    };
  }

  private static Optional<Words> ofBead(BeadProgress bead, String type, JsonNode data, Instant at) {
    return switch (type) {
      case "bead.created" -> {
        bead.title = text(data, "title");
        yield say(
            "bead",
            "P%s %s: %s".formatted(text(data, "priority"), text(data, "bead_type"), bead.title));
      }
      case "bead.completed" -> completed(bead, data, at);
      case "run.started" -> started(bead, data, at);
      case "run.step" -> step(bead, data);
      case "run.state_change" -> stateChange(bead, data);
      case "run.ended" -> ended(bead, data);
      case "merge.queued" -> {
        bead.stage = Stage.MERGING;
        bead.doing = "in the merge queue";
        yield say("merge", "waits for its turn on " + text(data, "branch"));
      }
      case "merge.completed" -> {
        bead.commit = text(data, "commit");
        yield good("commit", "%s on %s".formatted(shortName(bead.commit), text(data, "branch")));
      }
      case "merge.rejected" -> {
        bead.stage = Stage.WORKING;
        bead.asks();
        yield bad("merge", text(data, "text"));
      }
      case "decision.created" -> {
        bead.doing = "waits for a person's answer";
        yield Optional.of(new Words(Sign.QUESTION, "question", text(data, "question")));
      }
      default -> Optional.empty();
    };
  }

  private static Optional<Words> started(BeadProgress bead, JsonNode data, Instant at) {
    bead.stage = Stage.WORKING;
    bead.agent = text(data, "agent_name");
    bead.doing = "prepares a workspace";
    if (bead.begun == null) {
      bead.begun = at;
    }
    int hop = data.path("hop").asInt(1);
    return say("agent", "%s takes it%s".formatted(bead.agent, hop > 1 ? ", dispatch " + hop : ""));
  }

  private static Optional<Words> step(BeadProgress bead, JsonNode data) {
    bead.costMicros += data.path("cost_micros").asLong(0);
    boolean ok = data.path("ok").asBoolean(true);
    var sign = ok ? Sign.NEUTRAL : Sign.BAD;
    var said = text(data, "text");
    var name = text(data, "name");
    return switch (text(data, "kind")) {
      case "turn" -> {
        bead.turns++;
        bead.doing = "turn %d: acts".formatted(bead.turns);
        yield Optional.of(new Words(sign, "model", said + cost(data)));
      }
      case "action" -> {
        if (name.equals("finish") && ok) {
          bead.doing = "gate: builds and tests";
        } else {
          bead.asks();
        }
        yield Optional.of(new Words(sign, "action", (name + "  " + said).strip()));
      }
      case "gate" -> {
        if (ok) {
          bead.doing = "goes to the merge queue";
        } else {
          bead.asks();
        }
        yield ok ? good("gate", said) : bad("gate", said);
      }
      case "prepare" -> {
        bead.asks();
        yield Optional.of(new Words(sign, "weaver", said));
      }
      // What merges do has events of its own.
      case "merge" -> Optional.empty();
      default -> Optional.of(new Words(sign, text(data, "kind"), said));
    };
  }

  private static String cost(JsonNode data) {
    long micros = data.path("cost_micros").asLong(0);
    return micros == 0 ? "" : "  (" + Dollars.of(micros) + ")";
  }

  private static Optional<Words> stateChange(BeadProgress bead, JsonNode data) {
    var state = text(data, "state");
    if (state.equals("active") || state.equals("merging")) {
      return Optional.empty();
    }
    var detail = text(data, "detail");
    bead.doing = detail.isEmpty() ? state : "%s: %s".formatted(state, detail);
    return say("run", bead.doing);
  }

  private static Optional<Words> ended(BeadProgress bead, JsonNode data) {
    var reason = text(data, "reason");
    // A run that finds its bead with another one has lost nothing.
    if (bead.isClosed() || reason.equals("completed") || reason.equals("bead_lost")) {
      return Optional.empty();
    }
    bead.stage = Stage.WAITING;
    bead.doing = "";
    bead.failedRuns++;
    bead.trouble = "%s: %s".formatted(reason, text(data, "detail"));
    return bad("run", "ended without a result: " + bead.trouble);
  }

  private static Optional<Words> completed(BeadProgress bead, JsonNode data, Instant at) {
    var commit = text(data, "merged_commit");
    bead.stage = commit.isEmpty() ? Stage.CLOSED : Stage.MERGED;
    bead.commit = commit;
    bead.ended = at;
    var begun = bead.begun;
    var took = begun == null ? "" : ", %s".formatted(Elapsed.of(Duration.between(begun, at)));
    var effort = "%s, %s%s".formatted(count(bead.turns, "turn"), Dollars.of(bead.costMicros), took);
    if (commit.isEmpty()) {
      bead.trouble = "closed without a commit: " + text(data, "reason");
      return bad("closed", bead.trouble);
    }
    return good("closed", effort);
  }

  private static Optional<Words> say(String topic, String text) {
    return Optional.of(new Words(Sign.NEUTRAL, topic, text));
  }

  private static Optional<Words> good(String topic, String text) {
    return Optional.of(new Words(Sign.GOOD, topic, text));
  }

  private static Optional<Words> bad(String topic, String text) {
    return Optional.of(new Words(Sign.BAD, topic, text));
  }

  private static String shortName(String commit) {
    return io.loom.cli.screen.Words.commit(commit);
  }
}
