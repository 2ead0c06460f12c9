package io.loom.server.webhook;

import io.loom.ground.database.Database;
import io.loom.server.event.EventLog;
import io.loom.server.project.Project;
import io.loom.server.project.ProjectService;
import io.loom.server.reach.Actor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Takes the calls of forges. Safe for many threads: it keeps no state of its own.
final class WebhookService {
  /// For so long a delivery is recognised.
  private static final Duration KEPT = Duration.ofDays(90);

  private static final String ACTOR = "system";

  /// What became of a call.
  sealed interface Result {
    record Received() implements Result {}

    /// It means nothing here.
    record NotOfInterest() implements Result {}

    /// It was taken before.
    record Repeated() implements Result {}

    record WrongSignature() implements Result {}

    /// There is no secret to check it with.
    record NoSecret() implements Result {}
  }

  private final Database database;
  private final ProjectService projects;
  private final EventLog events;
  private final InstantSource clock;
  private final WebhookConfig config;

  WebhookService(
      Database database,
      ProjectService projects,
      EventLog events,
      InstantSource clock,
      WebhookConfig config) {
    this.database = database;
    this.projects = projects;
    this.events = events;
    this.clock = clock;
    this.config = config;
  }

  /// Whether a body may be believed; empty when it may.
  Optional<Result> objection(byte[] body, String signature) {
    var secret = config.usableSecret();
    if (secret.isEmpty()) {
      return config.unsigned() == WebhookConfig.Unsigned.TAKEN
          ? Optional.empty()
          : Optional.of(new Result.NoSecret());
    }
    return GithubSignature.isRight(secret.get(), body, signature)
        ? Optional.empty()
        : Optional.of(new Result.WrongSignature());
  }

  /// Keeps what a believed call says.
  ///
  /// @param id GitHub's id of the delivery
  Result take(GithubDelivery delivery, String id, byte[] body) {
    var event = delivery.toEvent(this::projectOf);
    if (event.isEmpty()) {
      return new Result.NotOfInterest();
    }
    var digest = GithubSignature.digest(body);
    var now = clock.instant();
    return database.write(handle -> {
      DeliveryRepository.forgetBefore(handle, now.minus(KEPT));
      if (!DeliveryRepository.note(handle, id, digest, now)) {
        return new Result.Repeated();
      }
      events.append(handle, ACTOR, event.get());
      return new Result.Received();
    });
  }

  private Optional<String> projectOf(String repository) {
    return projects.list(Actor.SYSTEM).stream()
        .filter(project -> GithubDelivery.isAddressOf(project.gitRepo(), repository))
        .map(Project::id)
        .findFirst();
  }
}
