package io.loom.server.config;

import io.loom.ground.config.ConfigReader;
import io.loom.ground.config.ConfigResult;
import io.loom.ground.config.Environment;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All settings of a server. See `config.yaml.example` for what each means.
public record LoomConfig(
    ServerConfig server,
    DatabaseConfig database,
    SecurityConfig security,
    SsoConfig sso,
    AgentsConfig agents,
    ReadinessConfig readiness,
    DispatchConfig dispatch,
    RunsConfig runs,
    GateConfig gate,
    WeaversConfig weavers,
    GitConfig git,
    ForgesConfig forges,
    WebhooksConfig webhooks,
    BeadsConfig beads,
    HealthConfig health,
    EventsConfig events,
    AuditConfig audit,
    CacheConfig cache,
    WebUiConfig webUi,
    TokenhubConfig tokenhub,
    List<ProjectConfig> projects,
    List<ProviderConfig> providers) {
  /// Keys of the Go Loom that mean nothing here, so that its files can be used as they are.
  private static final Set<String> UNUSED =
      Set.of(
          "agents.corp_profile",
          "beads.auto_sync",
          "beads.backend",
          "beads.compact_old_days",
          "beads.federation",
          "dolt",
          "hot_reload",
          "models",
          "openclaw",
          "security.api_keys",
          "security.ca_file",
          "security.pki_enabled",
          "security.require_https",
          "server_port",
          "temporal");

  /// Without any file Loom listens where the guide's examples look for it, as far as it can.
  private static final String WITHOUT_FILE =
      """
      server:
        http_port: 8080
        extra_http_ports: [8081]
        extra_ports_optional: true
      """;

  public LoomConfig {
    projects = List.copyOf(projects);
    providers = List.copyOf(providers);
    checkUnique("projects", projects.stream().map(ProjectConfig::id).toList());
    checkUnique("providers", providers.stream().map(ProviderConfig::id).toList());
    checkExposure(server, security);
    if (sso.issuer() != null && server.publicUrl() == null) {
      throw new IllegalArgumentException(
          "server.public_url is empty, but sso.issuer is set; write the address by which browsers"
              + " reach Loom, like https://loom.example.com, since the provider sends them there");
    }
  }

  private static void checkExposure(ServerConfig server, SecurityConfig security) {
    if (server.isLoopbackOnly() || security.allowInsecure()) {
      return;
    }
    if (!security.enableAuth()) {
      throw new IllegalArgumentException(
          "server.bind is %s, where other hosts could use Loom without signing in; set"
                  .formatted(server.bind())
              + " security.enable_auth to true, bind 127.0.0.1, or set security.allow_insecure to"
              + " true if something else keeps them out");
    }
    if (security.isPlaceholderSecret()) {
      throw new IllegalArgumentException(
          "security.jwt_secret is the placeholder while server.bind is %s; set one of your own, like"
                  .formatted(server.bind())
              + " the output of `openssl rand -base64 48`");
    }
  }

  /// Reads the file that the user named, or without one `config.yaml` of the working folder, or
  /// without that the defaults.
  public static ConfigResult<LoomConfig> load(@Nullable Path named, Environment environment) {
    return load(named, Path.of("config.yaml"), environment);
  }

  static ConfigResult<LoomConfig> load(
      @Nullable Path named, Path standard, Environment environment) {
    if (named != null) {
      return reader(environment).read(named);
    }
    return Files.exists(standard, LinkOption.NOFOLLOW_LINKS)
        ? reader(environment).read(standard)
        : reader(environment).read("defaults", WITHOUT_FILE);
  }

  /// Reads settings from a text; what it does not name has the documented default.
  ///
  /// @param name what problems call the text
  public static ConfigResult<LoomConfig> parse(String name, String text, Environment environment) {
    return reader(environment).read(name, text);
  }

  private static ConfigReader<LoomConfig> reader(Environment environment) {
    return new ConfigReader<>(LoomConfig.class, environment, UNUSED);
  }

  private static void checkUnique(String key, List<String> ids) {
    var seen = new HashSet<String>();
    for (var id : ids) {
      if (!seen.add(id)) {
        throw new IllegalArgumentException(
            "%s.id \"%s\" is there twice; give each its own".formatted(key, id));
      }
    }
  }
}
