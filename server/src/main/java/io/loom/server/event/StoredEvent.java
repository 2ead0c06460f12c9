package io.loom.server.event;

import io.loom.ground.http.Json;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An event of the log.
///
/// @param seq its place in the log, rising in the order of commits
/// @param data a JSON object
public record StoredEvent(
    long seq,
    String id,
    String type,
    Instant timestamp,
    String source,
    @Nullable String projectId,
    String subject,
    String actor,
    String data) {
  /// The event as a JSON object, as streams and lists show it.
  public Map<String, Object> view() {
    var view = new LinkedHashMap<String, Object>();
    view.put("id", id);
    view.put("seq", seq);
    view.put("type", type);
    view.put("timestamp", timestamp);
    view.put("source", source);
    view.put("subject", subject);
    view.put("actor", actor);
    view.put("data", Json.tree(data));
    if (projectId != null) {
      view.put("project_id", projectId);
    }
    return view;
  }
}
