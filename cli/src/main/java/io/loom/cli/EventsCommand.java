package io.loom.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.loom.api.EventType;
import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.EventStream;
import io.loom.cli.rest.Failure;
import io.loom.cli.rest.Json;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `loom events`.
@Command(name = "events", description = "Follow what happens, as it happens.")
final class EventsCommand implements Callable<Integer> {
  private static final int USUAL_LIMIT = 100;
  private static final int LARGEST_LIMIT = 1_000;

  private final Session session;

  @Option(
      names = {"-p", "--project"},
      description = "Of this project.")
  private @Nullable String project;

  @Option(names = "--type", description = "Of this kind, such as bead.created.")
  private @Nullable String type;

  @Option(
      names = "--since",
      paramLabel = "SEQ",
      description = "From the event after this number on; else from now on.")
  private @Nullable Long since;

  @Option(
      names = "--follow",
      negatable = true,
      defaultValue = "true",
      fallbackValue = "true",
      description = "Wait for what comes (which it does unless told not to).")
  private boolean follow;

  @Option(names = "--limit", paramLabel = "N", description = "End after so many events.")
  private @Nullable Integer limit;

  EventsCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (type != null && EventType.find(type).isEmpty()) {
      var known = Arrays.stream(EventType.values()).map(EventType::wireName).toList();
      throw Failure.usage(
          "There are no events of type \"%s\".%s".formatted(type, Nearest.hint(type, known)));
    }
    if (limit != null && limit < 1) {
      throw Failure.usage("--limit is at least 1.");
    }
    if (follow) {
      follow();
    } else {
      list();
    }
    return 0;
  }

  private void follow() {
    long after = since == null ? EventStream.newest(session.client()) : since;
    var path = ApiPath.of("events", "stream").with("project_id", project).with("type", type);
    int left = limit == null ? Integer.MAX_VALUE : limit;
    try (var events = session.events(path, after)) {
      while (left > 0 && !session.screen().isGone()) {
        var event = events.next();
        if (event.isLogged()) {
          print(event.data());
          left--;
        }
      }
    }
  }

  private void list() {
    int most = limit == null ? USUAL_LIMIT : limit;
    var answer =
        session
            .client()
            .get(
                ApiPath.of("events")
                    .with("project_id", project)
                    .with("type", type)
                    .with("limit", since == null ? most : LARGEST_LIMIT));
    var events = new ArrayList<JsonNode>();
    (answer.isArray() ? answer : answer.path("events")).forEach(events::add);
    events.removeIf(event -> since != null && event.path("seq").asLong() <= since);
    events.sort(Comparator.comparingLong(event -> event.path("seq").asLong()));
    if (events.isEmpty() && !session.isJson()) {
      session.screen().line("Nothing has happened%s.".formatted(since == null ? " yet" : ""));
    }
    events.stream().limit(most).forEach(this::print);
  }

  private void print(JsonNode event) {
    if (session.isJson()) {
      session.writeJson(Json.line(event));
    } else {
      session.screen().line(EventLine.of(event, session.terminal().zone()));
    }
  }
}
