package io.loom.server;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import io.loom.base.Ids;
import io.loom.ground.database.Database;
import io.loom.ground.database.Databases;
import io.loom.ground.database.Dialect;
import io.loom.ground.http.RequestMetrics;
import io.loom.ground.http.RequestScope;
import io.loom.ground.http.WebServer;
import io.loom.server.agent.AgentFeature;
import io.loom.server.apikey.ApiKeyFeature;
import io.loom.server.apikey.KeptSecret;
import io.loom.server.audit.AuditFeature;
import io.loom.server.auth.AuthFeature;
import io.loom.server.bead.BeadFeature;
import io.loom.server.config.LoomConfig;
import io.loom.server.decision.DecisionFeature;
import io.loom.server.device.DeviceFeature;
import io.loom.server.dispatch.DispatchFeature;
import io.loom.server.dispatch.DispatchLoop;
import io.loom.server.event.EventFeature;
import io.loom.server.gate.Gate;
import io.loom.server.gate.WorkspaceSpecs;
import io.loom.server.git.BranchLeases;
import io.loom.server.git.Mirrors;
import io.loom.server.member.MemberFeature;
import io.loom.server.merge.MergeFeature;
import io.loom.server.merge.MergeLoop;
import io.loom.server.operation.OpenapiResource;
import io.loom.server.operation.OperationFeature;
import io.loom.server.operation.ServerIdentity;
import io.loom.server.organisation.OrganisationFeature;
import io.loom.server.project.ProjectFeature;
import io.loom.server.provider.ProviderFeature;
import io.loom.server.run.RunFeature;
import io.loom.server.run.RunLoop;
import io.loom.server.secret.SecretFeature;
import io.loom.server.sso.SsoFeature;
import io.loom.server.sync.SyncFeature;
import io.loom.server.user.UserFeature;
import io.loom.server.vault.VaultFeature;
import io.loom.server.vault.VaultOpening;
import io.loom.server.webhook.WebhookFeature;
import io.loom.weaver.WeaverPlatform;
import io.loom.weaver.local.LocalPlatform;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.eclipse.jetty.http.pathmap.PathSpec;

/// The whole control plane, put together in rank order; closed in reverse.
public final class LoomServer implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(LoomServer.class.getName());
  private static final List<String> MIGRATIONS = List.of("db/server");

  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private final WebServer web;

  private LoomServer(LoomConfig config, ServerSecrets secrets, Path home) throws IOException {
    boolean started = false;
    try {
      this.web = compose(config, secrets, home);
      started = true;
    } finally {
      if (!started) {
        close();
      }
    }
  }

  /// @param home the folder that Loom is installed in, where the default personas are
  /// @throws IOException when a port or a folder cannot be used; the message says what to do
  public static LoomServer start(LoomConfig config, ServerSecrets secrets, Path home)
      throws IOException {
    return new LoomServer(config, secrets, home);
  }

  private WebServer compose(LoomConfig config, ServerSecrets secrets, Path home)
      throws IOException {
    var settings = new ServerSettings(config, home);
    var clock = Clock.tickMillis(ZoneOffset.UTC);
    var ids = new Ids(clock);
    var owner = ids.next();

    VaultOpening opening =
        closing(VaultOpening.begin(secrets.vaultFile(), secrets.password(), clock));
    Database database =
        closing(Databases.open(config.database().toTarget(), MIGRATIONS, RequestScope.CARRIED));
    var vault = opening.vault();
    boolean isAlone = database.dialect() == Dialect.SQLITE;
    AuditFeature audit =
        closing(
            AuditFeature.create(
                KeptSecret.of(vault, AuditFeature.KEY_ID, "Seals the audit trail"),
                config.audit().retention(),
                database,
                clock,
                ids));
    var events =
        closing(
            EventFeature.create(
                database,
                clock,
                ids,
                config.events().tailSize(),
                config.events().keepalive(),
                audit.witness()));

    var providers =
        closing(ProviderFeature.create(settings.providers(), database, events.log(), vault, clock));
    settings.register(providers.service());
    var agents = AgentFeature.create(settings.personas(), database, events.log(), clock, ids);
    var work = new OpenWork();
    var projects =
        ProjectFeature.create(
            database,
            agents.service(),
            work,
            events.log(),
            clock,
            ids,
            config.agents().allowedRoles());

    var users =
        closing(UserFeature.create(database, events.log(), clock, ids, settings.passwordHashing()));
    var members =
        MemberFeature.create(database, projects.service(), users.service(), events.log(), clock);
    var keys =
        closing(
            ApiKeyFeature.create(
                KeptSecret.of(vault, "loom-api-key-secret", "Hashes API keys"),
                database,
                events,
                users.service(),
                clock,
                ids));
    var auth =
        closing(
            AuthFeature.create(
                settings.auth(secrets.password()),
                settings.signing(vault),
                database,
                events,
                users,
                members,
                keys,
                clock,
                ids));
    var organisations =
        OrganisationFeature.create(database, users.service(), events.log(), clock, ids);
    var devices =
        DeviceFeature.create(
            KeptSecret.of(vault, "loom-device-secret", "Hashes the codes of device logins"),
            config.server().publicUrl(),
            database,
            auth.signIns(),
            events.log(),
            clock);
    var sso =
        closing(
            SsoFeature.create(
                settings.sso(), database, users.service(), auth.signIns(), events.log(), clock));
    users.seed();
    var stored =
        SecretFeature.create(
            database,
            projects.service(),
            new SecretsOfOrganisations(organisations.service()),
            vault.sealer(),
            events.log(),
            clock,
            ids);
    VaultFeature vaults =
        closing(VaultFeature.start(vault, database, events.log(), List.of(stored.table())));

    var dispatch = new DispatchFeature();
    var beads = BeadFeature.create(database, events.log(), clock, ids, dispatch.reasons());
    var mirrors = new Mirrors(settings.git());
    var leases = new BranchLeases(database, clock);
    WeaverPlatform platform = closing(LocalPlatform.open(settings.weavers()));
    report(platform);

    var decisions =
        DecisionFeature.create(
            database, projects.service(), beads.service(), events.log(), clock, ids);
    var specs =
        new WorkspaceSpecs(
            settings.workspaceRoot(),
            mirrors,
            settings.limits(),
            config.weavers().egress(),
            settings.git());
    var gate =
        new Gate(
            platform,
            specs,
            mirrors,
            config.gate().timeout(),
            2 * Runtime.getRuntime().availableProcessors());
    var merges = MergeFeature.create(database, events.log(), clock);
    var runs =
        RunFeature.create(
            database,
            beads.service(),
            agents.service(),
            merges.service(),
            events.log(),
            clock,
            settings.runs());
    work.follow(beads.service(), runs.service());
    if (isAlone) {
      leases.releaseAll();
      mirrors.recover();
    }
    projects.service().registerConfigured(settings.projects());
    closing(
        SyncFeature.start(
            database,
            projects.service(),
            beads.service(),
            mirrors,
            leases,
            settings.git(),
            clock,
            owner,
            config.health().interval(),
            config.beads().syncInterval()));
    MergeLoop mergeLoop =
        closing(
            merges.start(
                new MergeTargetsOfProjects(projects.service()),
                mirrors,
                gate,
                settings.git(),
                leases,
                runs.service(),
                owner));
    RunLoop runLoop =
        closing(
            runs.start(
                new RunFeature.Surroundings(
                    agents.personas(),
                    decisions.service(),
                    projects.service(),
                    providers.service(),
                    providers.client(),
                    platform,
                    specs,
                    gate,
                    mirrors,
                    settings.git()),
                owner,
                isAlone));
    DispatchLoop dispatchLoop =
        closing(
            dispatch.start(
                database,
                beads.service(),
                agents.service(),
                projects.service(),
                providers.service(),
                decisions.service(),
                runs.service(),
                clock,
                settings.dispatch()));
    new WakeUps(dispatchLoop, runLoop, mergeLoop).follow(events.tail());

    var webhooks =
        WebhookFeature.create(
            settings.webhooks(), database, projects.service(), events.log(), clock);

    var identity = new ServerIdentity(settings.hostName(), Version.CURRENT);
    var requests = new RequestMetrics();
    var operation =
        closing(
            OperationFeature.create(
                identity,
                database,
                clock,
                List.of(),
                List.of(
                    HealthChecks.providers(providers.service()), HealthChecks.weavers(platform)),
                () -> HealthChecks.status(dispatchLoop.state(), clock)));
    return closing(
        WebServer.start(
            config.server().toWebConfig(config.security().allowedOrigins()),
            auth.authenticator(),
            requests,
            audit.refusals(),
            List.of(
                audit.resource(),
                auth.resource(),
                auth.sessionResource(),
                devices.resource(),
                devices.pageResource(),
                sso.resource(),
                users.resource(),
                keys.resource(),
                members.resource(),
                organisations.resource(),
                events.resource(),
                providers.resource(),
                agents.resource(),
                agents.personaResource(),
                projects.resource(),
                beads.resource(),
                beads.graphResource(),
                decisions.resource(),
                runs.resource(),
                stored.resource(),
                vaults.resource(),
                webhooks.resource(),
                operation.resource(),
                new OpenapiResource(),
                OperationFeature.metrics(
                    requests, database, identity, clock, settings.metricsAccess())),
            Map.of(PathSpec.from("/api/v1/events/stream"), events.stream())));
  }

  @CanIgnoreReturnValue
  private <T extends AutoCloseable> T closing(T part) {
    open.push(part);
    return part;
  }

  private static void report(WeaverPlatform platform) {
    var report = platform.report();
    LOG.log(
        report.usable() ? INFO : WARNING,
        "weavers: {0}; limits: {1}{2}",
        report.isolation(),
        report.enforced().isEmpty() ? "none" : String.join(", ", report.enforced()),
        report.missing().isEmpty() ? "" : "; missing: " + String.join("; ", report.missing()));
  }

  /// Where the API is.
  public URI uri() {
    return web.uri();
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        LOG.log(WARNING, "a part of the server did not close cleanly", e);
      }
    }
  }
}
