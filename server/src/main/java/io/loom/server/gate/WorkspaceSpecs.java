package io.loom.server.gate;

import io.loom.server.git.GitConfig;
import io.loom.server.git.Mirrors;
import io.loom.weaver.Egress;
import io.loom.weaver.Limits;
import io.loom.weaver.WeaverSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How the weavers of a project are made: borrowed objects read-only, a cache of the project's own.
public final class WorkspaceSpecs {
  private static final String CACHE = "/cache";

  private final Path root;
  private final Mirrors mirrors;
  private final Limits limits;
  private final List<String> hosts;
  private final Map<String, String> environment;

  /// @param root the folder that workspaces and caches are made in
  /// @param git whose author signs commits that an agent makes itself; they are squashed in the end
  /// @param hosts that every project's weavers may reach
  public WorkspaceSpecs(
      Path root, Mirrors mirrors, Limits limits, List<String> hosts, GitConfig git) {
    this.root = root.toAbsolutePath().normalize();
    this.mirrors = mirrors;
    this.limits = limits;
    this.hosts = List.copyOf(hosts);
    this.environment =
        Map.of(
            "GIT_AUTHOR_NAME",
            git.authorName(),
            "GIT_AUTHOR_EMAIL",
            git.authorEmail(),
            "GIT_COMMITTER_NAME",
            git.authorName(),
            "GIT_COMMITTER_EMAIL",
            git.authorEmail(),
            "GIT_CONFIG_GLOBAL",
            "/dev/null",
            "GIT_CONFIG_NOSYSTEM",
            "1",
            "GIT_TERMINAL_PROMPT",
            "0",
            "XDG_CACHE_HOME",
            CACHE,
            "npm_config_cache",
            CACHE + "/npm",
            "CI",
            "true");
  }

  public WeaverSpec of(String weaverId, String projectId, Egress egress) {
    var cache = root.resolve("caches").resolve(projectId);
    try {
      Files.createDirectories(cache);
      Files.createDirectories(root.resolve("workspaces"));
    } catch (IOException e) {
      throw new UncheckedIOException("The folder %s cannot be made".formatted(cache), e);
    }
    return new WeaverSpec(
        weaverId,
        "",
        root.resolve("workspaces").resolve(weaverId),
        List.of(mirrors.of(projectId).objects()),
        Map.of(CACHE, cache),
        environment,
        withCommonHosts(egress),
        limits);
  }

  private Egress withCommonHosts(Egress egress) {
    if (hosts.isEmpty()) {
      return egress;
    }
    var all = new ArrayList<>(hosts);
    if (egress instanceof Egress.AllowList(var own)) {
      all.addAll(own);
    }
    return new Egress.AllowList(all.stream().distinct().toList());
  }

  public Limits limits() {
    return limits;
  }
}
