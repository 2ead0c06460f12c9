package io.loom.server.webhook;

import io.loom.server.RestServer;
import io.loom.server.ServerWorld;
import io.loom.server.secret.SecretHolder;

/// The routes that forges call, on the services of a test.
final class WebhookWorld {
  private WebhookWorld() {}

  static RestServer serve(ServerWorld world, WebhookConfig config) {
    var receivers =
        new WebhookFeature.Receivers(world.projects, world.beads, world.pullRequests.service());
    return RestServer.of(
        WebhookFeature.create(
                config,
                world.database,
                receivers,
                project ->
                    world
                        .secrets
                        .lookup()
                        .find(new SecretHolder(null, project, null), WebhookFeature.SECRET_NAME),
                world.events,
                world.clock)
            .resource());
  }
}
