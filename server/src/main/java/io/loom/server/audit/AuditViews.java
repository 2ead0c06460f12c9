package io.loom.server.audit;

import com.fasterxml.jackson.core.type.TypeReference;
import io.loom.api.AuditView;
import io.loom.ground.http.Json;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Words records for the API.
final class AuditViews {
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  private AuditViews() {}

  static AuditView view(StoredRecord stored) {
    var record = stored.record();
    var actor = record.actor();
    var origin = record.origin();
    return new AuditView(
        record.id(),
        stored.isSealed() ? stored.n() : null,
        record.time(),
        actor.name(),
        known(actor.id()),
        known(actor.credential()),
        known(actor.onBehalfOf()),
        record.action(),
        record.target().kind(),
        known(record.target().id()),
        known(record.projectId()),
        record.outcome(),
        known(origin.address()),
        known(origin.requestId()),
        known(origin.method()),
        known(origin.route()),
        record.count(),
        detail(record.detail()),
        stored.hash());
  }

  private static @Nullable String known(String text) {
    return text.isEmpty() ? null : text;
  }

  /// What was tampered with is shown too.
  private static Map<String, Object> detail(String text) {
    try {
      return Json.mapper().convertValue(Json.tree(text), OBJECT);
    } catch (IllegalArgumentException _) {
      return Map.of("unreadable", text);
    }
  }
}
