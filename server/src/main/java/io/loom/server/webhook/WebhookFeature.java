package io.loom.server.webhook;

import io.loom.ground.database.Database;
import io.loom.server.event.EventLog;
import io.loom.server.project.ProjectService;
import java.time.InstantSource;

/// The webhook feature, put together.
public record WebhookFeature(WebhookResource resource) {
  public static WebhookFeature create(
      WebhookConfig config,
      Database database,
      ProjectService projects,
      EventLog events,
      InstantSource clock) {
    return new WebhookFeature(
        new WebhookResource(new WebhookService(database, projects, events, clock, config)));
  }
}
