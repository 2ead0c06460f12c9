package io.loom.server.sync;

import io.loom.base.Secret;
import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Caller;
import io.loom.server.ServerWorld;
import io.loom.server.credential.CredentialFeature;
import io.loom.server.credential.DeployKeys;
import io.loom.server.git.BranchLeases;
import io.loom.server.git.CommitRequest;
import io.loom.server.git.GitConfig;
import io.loom.server.git.Mirrors;
import io.loom.server.git.TestRepository;
import io.loom.server.project.GitAuthMethod;
import io.loom.server.project.NewProject;
import io.loom.server.project.Project;
import io.loom.server.project.ProjectOptions;
import io.loom.server.project.ProjectUpdate;
import io.loom.server.project.ReadinessIssue;
import io.loom.server.reach.Actor;
import io.loom.server.secret.SecretFeature;
import io.loom.server.secret.SecretScope;
import io.loom.server.sync.dolt.DoltBeads;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One project and what looks at its repository, on a fresh database.
final class AccessWorld implements AutoCloseable {
  static final String ID = "demo";

  final Path folder;
  final ServerWorld server;
  final SecretFeature secrets;
  final CredentialFeature credentials;
  final Mirrors mirrors;
  final AccessCheck access;
  final ProjectCheck check;
  final TestRepository repository;

  AccessWorld(Path folder) {
    this(folder, List.of(), null);
  }

  /// @param helper for projects with `git-helper`
  /// @param certificates that HTTPS believes
  AccessWorld(Path folder, List<String> helper, @Nullable Path certificates) {
    this.folder = folder;
    server = new ServerWorld(DatabaseKind.SQLITE, folder);
    repository = TestRepository.create(folder);
    var _ = repository.push("first", Map.of("package.json", "{}", ".beads/issues.jsonl", ""));
    var made = TestCredentials.of(server, folder, helper, certificates);
    secrets = made.secrets();
    credentials = made.credentials();
    var git =
        new GitConfig(folder.resolve("projects"), Duration.ofSeconds(30), "Loom", "loom@localhost");
    mirrors = new Mirrors(git);
    access = new AccessCheck(mirrors, credentials);
    var leases = new BranchLeases(server.database, server.clock);
    var dolt =
        DoltBeads.create(
            server.database, server.beads, mirrors, leases, "", Duration.ofSeconds(60), "one");
    check =
        new ProjectCheck(
            server.database, server.projects, server.beads, mirrors, access, server.forges, dolt);
  }

  void givenProject(String url, GitAuthMethod method) {
    var _ =
        server.projects.create(
            Actor.SYSTEM,
            new NewProject(ID, ID, url, "main", "", "", method, null, false, false, Map.of()));
  }

  void givenSecret(String name, String value) {
    var scope = new SecretScope(SecretScope.Kind.PROJECT, ID);
    var _ = secrets.service().create(Caller.LOCAL_ADMIN, scope, name, new Secret(value), "");
  }

  void givenOptions(Map<String, String> options) {
    given(null, options);
  }

  /// Changes what git needs besides address and method.
  void given(@Nullable String credentialId, Map<String, String> options) {
    var change = new ProjectOptions.Change(null, credentialId, options, null, null, null);
    var update =
        new ProjectUpdate(null, null, null, null, null, null, null, null, Map.of(), change);
    var _ = server.projects.update(Actor.SYSTEM, ID, update);
  }

  Project project() {
    return server.projects.find(Actor.SYSTEM, ID).orElseThrow();
  }

  DeployKeys keys() {
    return credentials.keys().require("system", ID).orElseThrow();
  }

  Path keyFile(String name) {
    return folder.resolve("projects/demo/ssh").resolve(name);
  }

  /// Looks at the project.
  ///
  /// @return the codes of what stands in the way, those of mere warnings in brackets
  List<String> look() {
    access.forget(ID);
    var _ = check.check(project());
    return project().readiness().issues().stream()
        .map(issue -> issue.blocking() ? issue.code() : "(" + issue.code() + ")")
        .toList();
  }

  ReadinessIssue issue() {
    return project().readiness().issues().getFirst();
  }

  /// Makes a commit of ours and pushes it.
  ///
  /// @return whether it arrived
  boolean push() throws Exception {
    var mirror = mirrors.of(ID);
    var remote = credentials.remotes().of(ID);
    mirror.fetch(remote);
    var head = mirror.head("main").orElseThrow();
    var tree = mirror.treeWith(head, "file", server.ids.next().getBytes(StandardCharsets.UTF_8));
    var commit =
        mirror.commit(
            new CommitRequest(
                tree, List.of(head), "Ours\n", "Loom", "loom@x", server.clock.instant()));
    var _ = mirror.push(remote, commit, "main");
    return repository.git("rev-parse", "main").strip().equals(commit);
  }

  @Override
  public void close() {
    server.close();
  }
}
