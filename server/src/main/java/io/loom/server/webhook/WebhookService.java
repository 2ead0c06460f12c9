package io.loom.server.webhook;

import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.server.event.EventLog;
import io.loom.server.project.Project;
import io.loom.server.project.ProjectService;
import io.loom.server.reach.Actor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;

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
  private final BeadRules rules;
  private final Function<String, Optional<Secret>> secretOf;
  private final EventLog events;
  private final InstantSource clock;
  private final WebhookConfig config;

  WebhookService(
      Database database,
      ProjectService projects,
      BeadRules rules,
      Function<String, Optional<Secret>> secretOf,
      EventLog events,
      InstantSource clock,
      WebhookConfig config) {
    this.database = database;
    this.projects = projects;
    this.rules = rules;
    this.secretOf = secretOf;
    this.events = events;
    this.clock = clock;
    this.config = config;
  }

  /// Whether a call may be believed; empty when it may. Which secret it has to know follows from
  /// the repository that it says it is about, so whoever knows one project's speaks for that one
  /// only.
  Optional<Result> objection(Call call) {
    var own = projectOf(call).flatMap(secretOf).filter(secret -> !secret.isBlank());
    var secret = own.or(config::usableSecret);
    if (secret.isEmpty()) {
      return config.unsigned() == WebhookConfig.Unsigned.TAKEN
          ? Optional.empty()
          : Optional.of(new Result.NoSecret());
    }
    return Signature.isRight(call.forge(), secret.get(), call.body(), call.proof(), clock.instant())
        ? Optional.empty()
        : Optional.of(new Result.WrongSignature());
  }

  /// Keeps what a believed call says, and follows the rules, all at once.
  Result take(Call call) {
    var news = call.forge().read(call.event(), call.payload());
    var type = news.flatMap(ForgeNews::type);
    if (news.isEmpty() || type.isEmpty()) {
      return new Result.NotOfInterest();
    }
    var digest = Signature.digest(call.body());
    var now = clock.instant();
    var project = projectOf(call);
    var id =
        call.forge() == WebhookForge.GITHUB ? call.id() : call.forge().wireName() + ":" + call.id();
    return database.write(handle -> {
      DeliveryRepository.forgetBefore(handle, now.minus(KEPT));
      if (!DeliveryRepository.note(handle, id, digest, now)) {
        return new Result.Repeated();
      }
      events.append(handle, ACTOR, news.get().toEvent(type.get(), project.orElse(null)));
      project.ifPresent(projectId -> rules.follow(handle, news.get(), projectId));
      return new Result.Received();
    });
  }

  private Optional<String> projectOf(Call call) {
    var repository = call.forge().repository(call.payload());
    return projects.list(Actor.SYSTEM).stream()
        .filter(project ->
            ForgeNews.isAddressOf(project.gitRepo(), repository)
                || (!repository.isEmpty()
                    && project.setting("forge_repository").equalsIgnoreCase(repository)))
        .map(Project::id)
        .findFirst();
  }
}
