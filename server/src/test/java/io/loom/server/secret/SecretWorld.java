package io.loom.server.secret;

import io.loom.base.Ids;
import io.loom.base.Secret;
import io.loom.ground.database.Database;
import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Caller;
import io.loom.ground.http.Reach;
import io.loom.server.MutableClock;
import io.loom.server.agent.AgentFeature;
import io.loom.server.event.EventLog;
import io.loom.server.event.StoredEvent;
import io.loom.server.project.FakeProjectWork;
import io.loom.server.project.NewProject;
import io.loom.server.project.ProjectFeature;
import io.loom.server.project.ProjectService;
import io.loom.server.project.ProjectWork;
import io.loom.server.reach.Actor;
import io.loom.server.secret.SecretScope.Kind;
import io.loom.server.vault.KeyDerivation;
import io.loom.server.vault.Vault;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Secrets in a database with two projects and an organisation whose admin is ada and whose member
/// is bob.
final class SecretWorld implements AutoCloseable {
  static final SecretScope DEMO = new SecretScope(Kind.PROJECT, "demo");
  static final SecretScope OTHER = new SecretScope(Kind.PROJECT, "other");
  static final SecretScope ACME = new SecretScope(Kind.ORG, "acme");
  static final SecretScope WEAVER = new SecretScope(Kind.WEAVER, "weaver-1");
  static final Caller ADMIN = Caller.LOCAL_ADMIN;
  static final Caller ADA = member("ada");
  static final Caller BOB = member("bob");
  static final Secret VALUE = new Secret("sk-canary-1");

  private static final ProjectWork NO_WORK = new FakeProjectWork();

  final MutableClock clock = new MutableClock(Instant.parse("2026-01-01T12:00:00Z"));
  final Database database;
  final EventLog events;
  final Vault vault;
  final ProjectService projects;
  final SecretFeature feature;

  SecretWorld(DatabaseKind kind, Path folder) {
    database = kind.fresh("db/server");
    var ids = new Ids(clock);
    events = new EventLog(clock, ids, database.dialect());
    vault =
        Vault.open(
            folder.resolve("keys.json"),
            new Secret("password"),
            clock,
            new KeyDerivation(64, 1, 1));
    var agents = AgentFeature.create(folder, database, events, clock, ids).service();
    projects =
        ProjectFeature.create(database, agents, NO_WORK, events, clock, ids, List.of("ceo"))
            .service();
    for (var id : List.of("demo", "other")) {
      projects.create(
          Actor.SYSTEM,
          new NewProject(id, id, "/r", "main", "", "", null, null, false, false, Map.of()));
    }
    feature =
        SecretFeature.create(
            database, projects, SecretWorld::standing, vault.sealer(), events, clock, ids);
  }

  private static Standing standing(String organisation, String user) {
    if (!organisation.equals("acme")) {
      return Standing.STRANGER;
    }
    return switch (user) {
      case "ada" -> Standing.WRITER;
      case "bob" -> Standing.READER;
      default -> Standing.STRANGER;
    };
  }

  /// Somebody who works on the project demo.
  private static Caller member(String name) {
    return new Caller(name, name, Set.of("secrets:*"), new Reach.Projects(Set.of("demo")));
  }

  SecretService secrets() {
    return feature.service();
  }

  StoredEvent newest() {
    return database.read(queries -> events.newest(queries, "", "", 1)).getFirst();
  }

  /// The sealed values as they lie in the database.
  List<String> sealed() {
    return database.read(queries ->
        queries
            .createQuery("SELECT sealed FROM secret_versions ORDER BY secret_id, version")
            .mapTo(String.class)
            .list());
  }

  /// Changes the database behind Loom's back.
  void execute(String sql) {
    database.change(transaction -> transaction.execute(sql));
  }

  @Override
  public void close() {
    database.close();
  }
}
