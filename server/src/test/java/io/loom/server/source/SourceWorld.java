package io.loom.server.source;

import io.loom.base.ByteSize;
import io.loom.ground.database.DatabaseKind;
import io.loom.ground.http.Authenticator;
import io.loom.ground.http.WebConfig;
import io.loom.server.RestServer;
import io.loom.server.ServerWorld;
import io.loom.server.git.BranchLeases;
import io.loom.server.git.GitConfig;
import io.loom.server.git.GitException;
import io.loom.server.git.Mirrors;
import io.loom.server.git.Remote;
import io.loom.server.git.TestRepository;
import io.loom.server.reach.Actor;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// A project `demo` with a real repository, and the resources about it over HTTP.
final class SourceWorld implements AutoCloseable {
  final ServerWorld server;
  final TestRepository remote;
  final Path clone;
  final Mirrors mirrors;
  final BranchLeases leases;
  final RestServer http;

  SourceWorld(Path folder) {
    server = new ServerWorld(DatabaseKind.SQLITE, folder);
    remote = TestRepository.create(folder);
    clone = folder.resolve("clone");
    var config =
        new GitConfig(folder.resolve("data"), Duration.ofSeconds(30), "Loom", "loom@localhost");
    mirrors = new Mirrors(config);
    leases = new BranchLeases(server.database, server.clock);
    server.givenProject("demo", remote.url());
    var feature =
        SourceFeature.create(
            server.projects,
            mirrors,
            id -> Remote.open(server.projects.find(Actor.SYSTEM, id).orElseThrow().gitRepo()),
            leases,
            config,
            server.clock,
            "server",
            Duration.ofMillis(300));
    var web =
        new WebConfig(
            "127.0.0.1", 0, List.of(), false, Duration.ofSeconds(30), ByteSize.ofMebibytes(64));
    http = RestServer.of(web, Authenticator.OFF, feature.resources().toArray());
  }

  void fetch() {
    try {
      mirrors.of("demo").fetch(Remote.open(remote.url()));
    } catch (GitException e) {
      throw new AssertionError(e);
    }
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    http.close();
    server.close();
  }
}
