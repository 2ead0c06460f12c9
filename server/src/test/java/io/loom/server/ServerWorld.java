package io.loom.server;

import io.loom.api.NewBead;
import io.loom.base.ByteSize;
import io.loom.base.Ids;
import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Json;
import io.loom.server.agent.Agent;
import io.loom.server.agent.AgentFeature;
import io.loom.server.agent.AgentService;
import io.loom.server.bead.Bead;
import io.loom.server.bead.BeadFeature;
import io.loom.server.bead.BeadResult;
import io.loom.server.bead.BeadService;
import io.loom.server.decision.DecisionFeature;
import io.loom.server.decision.DecisionService;
import io.loom.server.event.EventLog;
import io.loom.server.forge.ForgeConfig;
import io.loom.server.forge.Forges;
import io.loom.server.merge.MergeFeature;
import io.loom.server.merge.MergeService;
import io.loom.server.milestone.MilestoneService;
import io.loom.server.project.ProjectCommentService;
import io.loom.server.project.ProjectFeature;
import io.loom.server.project.ProjectService;
import io.loom.server.provider.ProviderConfig;
import io.loom.server.provider.ProviderFeature;
import io.loom.server.pullrequest.PullRequestFeature;
import io.loom.server.reach.Actor;
import io.loom.server.run.RunConfig;
import io.loom.server.run.RunControl;
import io.loom.server.run.RunFeature;
import io.loom.server.run.RunLimits;
import io.loom.server.run.RunService;
import io.loom.server.secret.OrganisationMembers;
import io.loom.server.secret.SecretChange;
import io.loom.server.secret.SecretFeature;
import io.loom.server.secret.SecretScope;
import io.loom.server.vault.KeyDerivation;
import io.loom.server.vault.Vault;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The server's services on a fresh database, without its loops, and a clock that a test moves.
public final class ServerWorld implements AutoCloseable {
  public static final Actor ADA = Actor.everywhere("user:ada");
  public static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  public static final RunConfig RUNS =
      new RunConfig(
          new RunLimits(10, Duration.ofHours(1), 0, 3),
          Duration.ofMinutes(2),
          Duration.ofSeconds(30),
          Duration.ofMinutes(1),
          4);

  private static final ProviderConfig PROVIDERS =
      new ProviderConfig(
          Duration.ofMinutes(5),
          Duration.ofMinutes(5),
          Duration.ofSeconds(20),
          Duration.ofSeconds(30),
          false,
          ByteSize.parse("64KiB"));

  private static final ForgeConfig FORGES =
      new ForgeConfig(Set.of("127.0.0.1"), Duration.ofSeconds(20), ByteSize.parse("1MiB"));

  public final MutableClock clock = new MutableClock(NOON);
  public final Ids ids = new Ids(clock);
  public final Database database;
  public final EventLog events;
  public final ProviderFeature providers;
  public final AgentService agents;
  public final ProjectService projects;
  public final ProjectCommentService comments;
  public final MilestoneService milestones;
  public final BeadService beads;
  public final DecisionService decisions;
  public final SecretFeature secrets;
  public final Forges forges;
  public final PullRequestFeature pullRequests;
  public final MergeFeature mergeFeature;
  public final MergeService merges;
  public final RunService runs;
  public final RunControl control;

  /// @param folder for what is not in the database
  public ServerWorld(DatabaseKind kind, Path folder) {
    database = kind.fresh("db/server");
    events = new EventLog(clock, ids, database.dialect());
    var vault =
        Vault.open(
            folder.resolve("keys.json"),
            new Secret("password"),
            clock,
            new KeyDerivation(64, 1, 1));
    providers = ProviderFeature.create(PROVIDERS, database, events, vault, clock);
    agents =
        AgentFeature.create(folder.resolve("personas"), database, events, clock, ids).service();
    var openWork = new OpenWork();
    var projectFeature =
        ProjectFeature.create(database, agents, openWork, events, clock, ids, List.of());
    projects = projectFeature.service();
    comments = projectFeature.comments();
    milestones = projectFeature.milestones();
    beads = BeadFeature.create(database, events, clock, ids, _ -> Optional.empty()).service();
    decisions = DecisionFeature.create(database, projects, beads, events, clock, ids).service();
    secrets =
        SecretFeature.create(
            database, projects, OrganisationMembers.NONE, vault.sealer(), events, clock, ids);
    forges = new Forges(FORGES, secrets.lookup(), clock);
    pullRequests = PullRequestFeature.create(database, projects, beads, forges, events, clock);
    mergeFeature = MergeFeature.create(database, pullRequests.service(), events, clock);
    merges = mergeFeature.service();
    var runFeature = RunFeature.create(database, beads, agents, merges, events, clock, RUNS);
    runs = runFeature.service();
    control = runFeature.control();
    openWork.follow(beads, runs);
    openWork.follow(decisions, projects, ids);
    milestones.follow((handle, gone) -> beads.leaveMilestone(handle, gone.projectId(), gone.id()));
  }

  /// A ready project.
  public void givenProject(String id, String gitRepo) {
    database.change(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO projects (id, name, git_repo, branch, beads_path, bead_prefix,
                  git_auth_method, git_strategy, status, is_perpetual, is_sticky, context, ready,
                  readiness, created_ms, updated_ms)
                VALUES (:id, :id, :repo, 'main', '.beads', :id, 'none', 'direct', 'open', 0, 0,
                  '{}', 1, '[]', 0, 0)
                """)
            .bind("id", id)
            .bind("repo", gitRepo)
            .execute());
  }

  /// An idle agent.
  ///
  /// @param projectId none for one that works for any
  public Agent givenAgent(String id, @Nullable String projectId) {
    database.change(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO agents (id, name, role, persona_name, provider_id, project_id, status,
                  current_bead, started_ms, last_active_ms)
                VALUES (:id, :id, 'engineering-manager', 'default/engineering-manager', NULL,
                  :project, 'idle', NULL, 0, 0)
                """)
            .bind("id", id)
            .bind("project", projectId)
            .execute());
    return agents.find(ADA, id).orElseThrow();
  }

  /// A provider that was found healthy and is not looked at for a day.
  public void givenProvider(String id) {
    database.change(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO providers (id, name, type, endpoint, model, selected_model,
                  description, has_key, streaming, status, failures, next_probe_ms,
                  prompt_micros_per_mtoken, completion_micros_per_mtoken, revision, created_ms,
                  updated_ms)
                VALUES (:id, :id, 'openai', 'http://127.0.0.1:1/v1', 'model', 'model', '', 0, 0,
                  'healthy', 0, :next, 0, 0, 1, 0, 0)
                """)
            .bind("id", id)
            .bind("next", NOON.plus(Duration.ofDays(1)).toEpochMilli())
            .execute());
  }

  /// A task, made a second after the one before.
  public Bead givenBead(String projectId, String title) {
    return givenBead(NewBead.of(projectId, title, "task", "", 2));
  }

  public Bead givenBead(NewBead bead) {
    clock.advance(Duration.ofSeconds(1));
    return switch (beads.create(ADA, bead)) {
      case BeadResult.Done(var made) -> made;
      case BeadResult.NoSuchBead _, BeadResult.Invalid _, BeadResult.Refused _ ->
          throw new AssertionError("not made: " + bead);
    };
  }

  public Bead bead(String id) {
    return beads.find(ADA, id).orElseThrow();
  }

  /// How many events of a type there are.
  public int count(String eventType) {
    return database.read(handle ->
        handle
            .createQuery("SELECT COUNT(*) FROM events WHERE type = :type")
            .bind("type", eventType)
            .mapTo(Integer.class)
            .one());
  }

  /// A project that merges by pull requests on a forge of this machine.
  public void givenForge(String projectId, String url, String repository, String token) {
    var context = Map.of("forge_type", "github", "forge_url", url, "forge_repository", repository);
    database.change(handle ->
        handle
            .createUpdate(
                """
                UPDATE projects SET git_strategy = 'branch-pr', context = :context WHERE id = :id
                """)
            .bind("context", Json.write(context))
            .bind("id", projectId)
            .execute());
    givenSecret(projectId, Forges.TOKEN_NAME, token);
  }

  public void givenSecret(String projectId, String name, String value) {
    var scope = new SecretScope(SecretScope.Kind.PROJECT, projectId);
    var made = secrets.service().create(Caller.LOCAL_ADMIN, scope, name, new Secret(value), "");
    if (!(made instanceof SecretChange.Done)) {
      throw new AssertionError("not stored: " + made);
    }
  }

  @Override
  public void close() {
    forges.close();
    providers.close();
    database.close();
  }
}
