package io.loom.server.webhook;

import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.server.bead.BeadService;
import io.loom.server.event.EventLog;
import io.loom.server.project.ProjectService;
import io.loom.server.pullrequest.PullRequestService;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

/// The webhook feature, put together.
public record WebhookFeature(WebhookResource resource) {
  /// The name of the secret with which a project's repository calls, when it has one of its own.
  public static final String SECRET_NAME = "WEBHOOK_SECRET";

  /// Where what is told goes.
  public record Receivers(
      ProjectService projects, BeadService beads, PullRequestService pullRequests) {}

  /// @param secretOf a project's own secret, by its id
  public static WebhookFeature create(
      WebhookConfig config,
      Database database,
      Receivers receivers,
      Function<String, Optional<Secret>> secretOf,
      EventLog events,
      InstantSource clock) {
    var rules = new BeadRules(config.rules(), receivers.beads(), receivers.pullRequests());
    var service =
        new WebhookService(database, receivers.projects(), rules, secretOf, events, clock, config);
    return new WebhookFeature(new WebhookResource(service));
  }
}
