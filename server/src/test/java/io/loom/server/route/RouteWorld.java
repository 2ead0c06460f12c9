package io.loom.server.route;

import io.loom.api.MilestoneRequest;
import io.loom.api.NewBead;
import io.loom.base.ByteSize;
import io.loom.base.Ids;
import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Authenticator;
import io.loom.ground.http.Caller;
import io.loom.ground.http.RequestMetrics;
import io.loom.ground.http.WebConfig;
import io.loom.ground.http.WebServer;
import io.loom.server.Basis;
import io.loom.server.IdentityFeatures;
import io.loom.server.MutableClock;
import io.loom.server.OpenParts;
import io.loom.server.ProjectFeatures;
import io.loom.server.SecretFeatures;
import io.loom.server.WorkFeatures;
import io.loom.server.audit.AuditFeature;
import io.loom.server.auth.AuthWorld;
import io.loom.server.bead.Bead;
import io.loom.server.bead.BeadResult;
import io.loom.server.bead.HoldReasons;
import io.loom.server.credential.CredentialConfig;
import io.loom.server.decision.NewDecision;
import io.loom.server.event.EventFeature;
import io.loom.server.event.Standing;
import io.loom.server.forge.ForgeConfig;
import io.loom.server.forge.Forges;
import io.loom.server.git.BranchLeases;
import io.loom.server.git.GitAccess.SshAgent;
import io.loom.server.git.GitConfig;
import io.loom.server.git.Mirrors;
import io.loom.server.operation.DispatcherStatus;
import io.loom.server.operation.OpenapiResource;
import io.loom.server.operation.OperationFeature;
import io.loom.server.operation.OperationFeature.MetricsAccess;
import io.loom.server.operation.ServerIdentity;
import io.loom.server.project.FakeProjectWork;
import io.loom.server.provider.ProviderConfig;
import io.loom.server.reach.Actor;
import io.loom.server.run.RunConfig;
import io.loom.server.run.RunLimits;
import io.loom.server.secret.SecretScope;
import io.loom.server.source.SourceFeature;
import io.loom.server.sync.SyncFeature;
import io.loom.server.user.HashingConfig;
import io.loom.server.vault.KeyDerivation;
import io.loom.server.vault.Vault;
import io.loom.server.webhook.WebhookConfig;
import io.loom.server.webhook.WebhookFeature;
import io.loom.server.webhook.WebhookRules;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.eclipse.jetty.http.pathmap.PathSpec;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// A web server with every resource there is, and projects full of things.
final class RouteWorld implements AutoCloseable {
  private static final Duration LONG = Duration.ofHours(1);

  private final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T12:00:00Z"));
  private final Ids ids = new Ids(clock);
  private final OpenParts open = new OpenParts();
  private final Path folder;
  private final Database database;
  private final ProjectFeatures projects;
  private final WorkFeatures work;
  private final SecretFeatures secrets;
  final List<Object> resources;
  final URI address;

  RouteWorld(Path folder, Authenticator authenticator) throws IOException {
    database = open.add(DatabaseKind.SQLITE.fresh("db/server"));
    var vault =
        Vault.open(
            folder.resolve("keys.json"),
            new Secret("password"),
            clock,
            new KeyDerivation(64, 1, 1));
    var events = open.add(EventFeature.create(database, clock, ids, 10_000, LONG));
    var basis = new Basis(database, events, vault, clock, ids, open);
    givenPersona(folder, "default", "worker");
    this.folder = folder;
    projects =
        ProjectFeatures.create(
            basis, ProviderConfig.DEFAULTS, folder, new FakeProjectWork(), List.of());
    var hashing = new HashingConfig(64, 1, 2, Duration.ofSeconds(20));
    var identity =
        IdentityFeatures.create(
            basis,
            new IdentityFeatures.Config(AuthWorld.REQUIRED, AuthWorld.SECRETS, hashing, null, null),
            projects.projects().service());
    // The callers are the test's own, whom no session or key stands for.
    events.stream().ask(Standing.UNCHANGED);
    secrets =
        SecretFeatures.create(
            basis,
            projects.projects().service(),
            identity.organisations().service(),
            new CredentialConfig(
                folder.resolve("projects"), LONG, SshAgent.UNUSED, List.of(), null, null));
    var runs = new RunConfig(new RunLimits(100, LONG, 0, 5), LONG, LONG, LONG, 4);
    var forgeConfig = new ForgeConfig(Set.of(), Duration.ofSeconds(1), ByteSize.parse("64KiB"));
    var forges = open.add(new Forges(forgeConfig, secrets.stored().lookup(), clock));
    work = WorkFeatures.create(basis, projects, forges, HoldReasons.NONE, runs);
    resources =
        Stream.of(
                projects.resources(),
                identity.resources(),
                secrets.resources(),
                work.resources(),
                source(folder).resources(),
                others(basis))
            .flatMap(List::stream)
            .toList();
    var web = new WebConfig("127.0.0.1", 0, List.of(), false, LONG, ByteSize.parse("1MiB"));
    address =
        open.add(
                WebServer.start(
                    web,
                    authenticator,
                    resources,
                    Map.of(PathSpec.from("/api/v1/events/stream"), events.stream())))
            .uri();
  }

  private SourceFeature source(Path folder) {
    var config = new GitConfig(folder.resolve("git"), LONG, "Loom", "loom@localhost");
    return SourceFeature.create(
        projects.projects().service(),
        new Mirrors(config),
        secrets.credentials().remotes(),
        new BranchLeases(database, clock),
        config,
        clock,
        "server",
        Duration.ZERO);
  }

  private List<Object> others(Basis basis) {
    var here = new ServerIdentity("here", "1");
    var operation =
        open.add(
            OperationFeature.create(
                here,
                database,
                clock,
                List.of(),
                List.of(),
                () -> new DispatcherStatus(true, "dispatching zebra-1", clock.instant())));
    var webhooks =
        WebhookFeature.create(
            new WebhookConfig(
                new Secret(""), WebhookRules.builtIn(), WebhookConfig.Unsigned.REFUSED),
            database,
            new WebhookFeature.Receivers(
                projects.projects().service(),
                work.beads().service(),
                work.pullRequests().service()),
            secrets.ofProjects(WebhookFeature.SECRET_NAME),
            basis.events().log(),
            clock);
    var audit =
        open.add(AuditFeature.create(new Secret("audit secret"), null, database, clock, ids));
    return List.of(
        audit.resource(),
        basis.events().resource(),
        webhooks.resource(),
        SyncFeature.resource(projects.projects().service(), (_, _) -> true),
        operation.resource(),
        new OpenapiResource(),
        OperationFeature.metrics(
            new RequestMetrics(), database, here, clock, MetricsAccess.ADMINISTRATORS));
  }

  private static void givenPersona(Path folder, String namespace, String name) throws IOException {
    Files.writeString(
        Files.createDirectories(folder.resolve(namespace).resolve(name)).resolve("SKILL.md"),
        """
        ---
        name: %s
        description: Works
        metadata:
          role: worker
        ---
        Work.
        """
            .formatted(name));
  }

  /// A project with one of everything, all of it made by the server.
  Things givenProject(String id) throws IOException {
    givenPersona(folder, "projects/" + id + "/worker", "own");
    var made = database.write(handle -> make(handle, id));
    var _ =
        secrets
            .stored()
            .service()
            .create(
                Caller.LOCAL_ADMIN,
                new SecretScope(SecretScope.Kind.PROJECT, id),
                "TOKEN",
                new Secret("value"),
                "");
    return made;
  }

  private Things make(Handle transaction, String id) {
    insertProject(transaction, id);
    insertPullRequest(transaction, id);
    insertAgent(transaction, "agent-" + id, id);
    insertAgent(transaction, "agent-of-none-" + id, null);
    var worked = bead(transaction, id, "worked on in " + id);
    insertAgent(transaction, "agent-at-work-" + id, id);
    var worker = projects.agents().service().find(transaction, "agent-at-work-" + id).orElseThrow();
    var run =
        work.runs().service().open(transaction, worked, worker, "main", "model").orElseThrow();
    var bead = bead(transaction, id, "first of " + id);
    var ask =
        new NewDecision(
            "decision-" + id, id, bead.id(), null, "question", id + "?", List.of(), "", "x", 2);
    var _ = work.decisions().service().ask(transaction, Actor.SYSTEM, ask);
    var _ = work.beads().service().comment(transaction, Actor.SYSTEM, bead.id(), "said in " + id);
    var milestone =
        projects
            .projects()
            .milestones()
            .create(
                transaction,
                Actor.SYSTEM,
                id,
                new MilestoneRequest("of " + id, null, null, null, null, null));
    return new Things(
        new HashMap<>(
            Map.ofEntries(
                Map.entry("project", id),
                Map.entry("milestone", milestone.id()),
                Map.entry("persona", "own"),
                Map.entry("bead", bead.id()),
                Map.entry("secondBead", bead(transaction, id, "second of " + id).id()),
                Map.entry("agent", "agent-" + id),
                Map.entry("decision", "decision-" + id),
                Map.entry("run", run.id()),
                Map.entry("workedBead", worked.id()),
                Map.entry("secret", "TOKEN"),
                Map.entry("pull", "pull-" + id))));
  }

  /// Ties two beads in every way, as somebody may who reaches both.
  void tie(Things from, Things to) {
    database.change(handle -> {
      for (var type : List.of("blocks", "related", "parent-child", "waits-for")) {
        var bead = bead(handle, from.id("project"), "tied by " + type).id();
        var _ =
            work.beads().service().addDependency(handle, Actor.SYSTEM, bead, to.id("bead"), type);
        var _ =
            work.beads()
                .service()
                .addDependency(handle, Actor.SYSTEM, to.id("secondBead"), bead, type);
      }
    });
  }

  private Bead bead(Handle transaction, String project, String title) {
    clock.advance(Duration.ofMillis(1));
    var wanted = NewBead.of(project, title, "task", "", 2);
    return switch (work.beads().service().create(transaction, Actor.SYSTEM, wanted)) {
      case BeadResult.Done(var made) -> made;
      case BeadResult.NoSuchBead _, BeadResult.Invalid _, BeadResult.Refused _ ->
          throw new AssertionError("not made: " + title);
    };
  }

  private static void insertProject(Handle transaction, String id) {
    transaction
        .createUpdate(
            """
            INSERT INTO projects (id, name, git_repo, branch, beads_path, bead_prefix,
              git_auth_method, git_strategy, status, is_perpetual, is_sticky, context, ready,
              readiness, created_ms, updated_ms)
            VALUES (:id, :id, '/r', 'main', '.beads', :id, 'none', 'direct', 'open', 0, 0,
              '{}', 1, '[]', 0, 0)
            """)
        .bind("id", id)
        .execute();
  }

  /// One that has ended, so that nothing asks the forge.
  private static void insertPullRequest(Handle transaction, String project) {
    transaction
        .createUpdate(
            """
            INSERT INTO pull_requests (id, project_id, bead_id, step, base, branch, state,
              tested_base, tested_commit, verified, rounds, checks, mergeable, failures, notes_seen,
              fence, next_look_ms, created_ms, updated_ms, ended_ms)
            VALUES ('pull-' || :project, :project, 'bead', 1, 'main', 'loom/bead', 'closed', 'b',
              'c', 1, 0, 'none', 'unknown', 0, '[]', 0, 0, 0, 0, 0)
            """)
        .bind("project", project)
        .execute();
  }

  private static void insertAgent(Handle transaction, String id, @Nullable String project) {
    transaction
        .createUpdate(
            """
            INSERT INTO agents (id, name, role, persona_name, provider_id, project_id, status,
              current_bead, started_ms, last_active_ms)
            VALUES (:id, :id, 'worker', 'default/worker', NULL, :project, 'idle', NULL, 0, 0)
            """)
        .bind("id", id)
        .bind("project", project)
        .execute();
  }

  @Override
  public void close() {
    open.close();
  }
}
