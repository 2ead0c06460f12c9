package io.loom.bench.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.cli.rest.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Events as the server sends them, a second apart.
final class Events {
  static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
  static final List<DemoRepository.Work> WORK =
      List.of(
          new DemoRepository.Work("demo-a", "First", List.of()),
          new DemoRepository.Work("demo-b", "Second", List.of("demo-a")));

  private long seq;

  static Progress progress(int failuresAllowed) {
    return new Progress(WORK, failuresAllowed);
  }

  static Instant after(int seconds) {
    return BEGIN.plus(Duration.ofSeconds(seconds));
  }

  ObjectNode event(String type, String data) {
    seq++;
    var event = Json.object();
    event.put("seq", seq);
    event.put("type", type);
    event.put("timestamp", BEGIN.plusSeconds(seq - 1).toString());
    event.set("data", Json.parse(data.replace('\'', '"')).orElseThrow());
    return event;
  }

  JsonNode started(String bead) {
    return event(
        "run.started", "{'bead_id': '%s', 'agent_name': 'Engineer', 'hop': 1}".formatted(bead));
  }

  JsonNode step(String bead, String kind, String name, String text, boolean ok) {
    return event(
        "run.step",
        "{'bead_id': '%s', 'kind': '%s', 'name': '%s', 'text': '%s', 'ok': %s, 'cost_micros': 0}"
            .formatted(bead, kind, name, text, ok));
  }

  JsonNode queued(String bead) {
    return event("merge.queued", "{'bead_id': '%s', 'branch': 'main'}".formatted(bead));
  }

  JsonNode merged(String bead) {
    return event(
        "merge.completed",
        "{'bead_id': '%s', 'branch': 'main', 'commit': '0123456789abcdef'}".formatted(bead));
  }

  JsonNode closed(String bead, String commit) {
    return event(
        "bead.completed",
        "{'bead_id': '%s', 'merged_commit': '%s', 'reason': 'why'}".formatted(bead, commit));
  }

  JsonNode ended(String bead, String reason) {
    return event(
        "run.ended",
        "{'bead_id': '%s', 'reason': '%s', 'detail': 'details'}".formatted(bead, reason));
  }
}
