package io.loom.server;

import io.loom.base.Ids;
import io.loom.ground.database.Databases;
import io.loom.ground.http.RequestMetrics;
import io.loom.ground.http.RequestScope;
import io.loom.ground.http.WebServer;
import io.loom.server.apikey.KeptSecret;
import io.loom.server.audit.AuditFeature;
import io.loom.server.config.LoomConfig;
import io.loom.server.dispatch.DispatchFeature;
import io.loom.server.dispatch.DispatchLoop;
import io.loom.server.event.EventFeature;
import io.loom.server.forge.Forges;
import io.loom.server.operation.OpenapiResource;
import io.loom.server.operation.OperationFeature;
import io.loom.server.operation.ServerIdentity;
import io.loom.server.vault.VaultOpening;
import io.loom.server.webhook.WebhookFeature;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.jetty.http.pathmap.PathSpec;

/// The whole control plane, put together in rank order; closed in reverse.
public final class LoomServer implements AutoCloseable {
  private static final List<String> MIGRATIONS = List.of("db/server");

  private final OpenParts parts = new OpenParts();
  private final LoomConfig config;
  private final ServerSettings settings;
  private final WebServer web;

  private LoomServer(LoomConfig config, ServerSecrets secrets, Path home) throws IOException {
    this.config = config;
    this.settings = new ServerSettings(config, home);
    boolean started = false;
    try {
      this.web = compose(secrets);
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

  private WebServer compose(ServerSecrets secrets) throws IOException {
    var clock = Clock.tickMillis(ZoneOffset.UTC);
    var ids = new Ids(clock);
    var opening = parts.add(VaultOpening.begin(secrets.vaultFile(), secrets.password(), clock));
    var database =
        parts.add(Databases.open(config.database().toTarget(), MIGRATIONS, RequestScope.CARRIED));
    var vault = opening.vault();
    var audit =
        parts.add(
            AuditFeature.create(
                KeptSecret.of(vault, AuditFeature.KEY_ID, "Seals the audit trail"),
                config.audit().retention(),
                database,
                clock,
                ids));
    var events =
        parts.add(
            EventFeature.create(
                database,
                clock,
                ids,
                config.events().tailSize(),
                config.events().keepalive(),
                audit.witness()));
    var basis = new Basis(database, events, vault, clock, ids, parts);

    var openWork = new OpenWork();
    var projects =
        ProjectFeatures.create(
            basis,
            settings.providers(),
            settings.personas(),
            openWork,
            config.agents().allowedRoles());
    settings.register(projects.providers().service());
    var identity =
        IdentityFeatures.create(
            basis, settings.identity(secrets.password(), vault), projects.projects().service());
    var sealed =
        SecretFeatures.create(
            basis,
            projects.projects().service(),
            identity.organisations().service(),
            settings.credentials());

    var dispatch = new DispatchFeature();
    var forges = parts.add(new Forges(settings.forges(), sealed.stored().lookup(), clock));
    var work = WorkFeatures.create(basis, projects, forges, dispatch.reasons(), settings.runs());
    openWork.follow(work.beads().service(), work.runs().service());
    openWork.follow(work.decisions().service(), projects.projects().service(), ids);
    var engine = new Engine(basis, settings, projects, sealed.credentials(), work);
    openWork.follow(engine.mirrors());
    var dispatchLoop = engine.start(dispatch);

    var webhooks =
        WebhookFeature.create(
            settings.webhooks(),
            database,
            new WebhookFeature.Receivers(
                projects.projects().service(),
                work.beads().service(),
                work.pullRequests().service()),
            sealed.ofProjects(WebhookFeature.SECRET_NAME),
            events.log(),
            clock);
    var requests = new RequestMetrics();
    var resources =
        Stream.of(
                projects.resources(),
                identity.resources(),
                sealed.resources(),
                work.resources(),
                engine.resources(),
                List.of(audit.resource(), events.resource(), webhooks.resource()),
                operation(basis, projects, engine, dispatchLoop, requests))
            .flatMap(List::stream)
            .toList();
    return parts.add(
        WebServer.start(
            config.server().toWebConfig(config.security().allowedOrigins()),
            identity.auth().authenticator(),
            requests,
            audit.refusals(),
            resources,
            Map.of(PathSpec.from("/api/v1/events/stream"), events.stream())));
  }

  /// What those ask who run the server.
  private List<Object> operation(
      Basis basis,
      ProjectFeatures projects,
      Engine engine,
      DispatchLoop dispatchLoop,
      RequestMetrics requests) {
    var here = new ServerIdentity(settings.hostName(), Version.CURRENT);
    var operation =
        parts.add(
            OperationFeature.create(
                here,
                basis.database(),
                basis.clock(),
                List.of(),
                List.of(
                    HealthChecks.providers(projects.providers().service()),
                    HealthChecks.weavers(engine.platform())),
                () -> HealthChecks.status(dispatchLoop.state(), basis.clock())));
    return List.of(
        operation.resource(),
        new OpenapiResource(),
        OperationFeature.metrics(
            requests, basis.database(), here, basis.clock(), settings.metricsAccess()));
  }

  /// Where the API is.
  public URI uri() {
    return web.uri();
  }

  @Override
  public void close() {
    parts.close();
  }
}
