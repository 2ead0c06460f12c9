package io.loom.server;

import io.loom.api.ProviderRequest;
import io.loom.base.Secret;
import io.loom.ground.config.ConfigProblem;
import io.loom.ground.config.ConfigResult;
import io.loom.server.apikey.KeptSecret;
import io.loom.server.auth.AuthConfig;
import io.loom.server.auth.SigningSecrets;
import io.loom.server.config.LoomConfig;
import io.loom.server.config.MasterPassword;
import io.loom.server.config.ProjectConfig;
import io.loom.server.config.ReadinessConfig;
import io.loom.server.credential.CredentialConfig;
import io.loom.server.dispatch.DispatchConfig;
import io.loom.server.forge.ForgeConfig;
import io.loom.server.git.GitAccess.SshAgent;
import io.loom.server.git.GitConfig;
import io.loom.server.operation.OperationFeature.MetricsAccess;
import io.loom.server.project.GitAuthMethod;
import io.loom.server.project.GitSettings;
import io.loom.server.project.GitStrategy;
import io.loom.server.project.NewProject;
import io.loom.server.project.ProjectOptions;
import io.loom.server.provider.ProviderChange;
import io.loom.server.provider.ProviderConfig;
import io.loom.server.provider.ProviderService;
import io.loom.server.run.RunConfig;
import io.loom.server.run.RunLimits;
import io.loom.server.sso.RoleMapping;
import io.loom.server.sso.SsoConfig;
import io.loom.server.user.HashingConfig;
import io.loom.server.user.Role;
import io.loom.server.vault.Vault;
import io.loom.server.webhook.WebhookConfig;
import io.loom.server.webhook.WebhookConfig.Unsigned;
import io.loom.server.webhook.WebhookRules;
import io.loom.weaver.Limits;
import io.loom.weaver.local.Isolation;
import io.loom.weaver.local.LimitEnforcement;
import io.loom.weaver.local.LocalConfig;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The settings as each feature takes them.
///
/// @param home the folder that Loom is installed in
record ServerSettings(LoomConfig config, Path home) {
  /// The configured folder, or the one that comes with Loom when the default is not there.
  Path personas() {
    var configured = config.agents().defaultPersonaPath();
    return Files.isDirectory(configured) ? configured : home.resolve("personas");
  }

  /// @param password what opens the vault
  private AuthConfig auth(Secret password) {
    var security = config.security();
    return new AuthConfig(
        security.enableAuth(),
        security.allowInsecure(),
        MasterPassword.of(password).isDefault() ? null : password);
  }

  /// The provider where people sign in; absent when none is configured.
  private @Nullable SsoConfig sso() {
    var sso = config.sso();
    var issuer = sso.issuer();
    var publicUrl = config.server().publicUrl();
    if (issuer == null || publicUrl == null) {
      return null;
    }
    var roles =
        new RoleMapping(
            sso.groupsClaim(),
            Set.copyOf(sso.adminGroups()),
            Set.copyOf(sso.userGroups()),
            Set.copyOf(sso.viewerGroups()),
            switch (sso.defaultRole()) {
              case USER -> Role.USER;
              case VIEWER -> Role.VIEWER;
              case NONE -> null;
            });
    return new SsoConfig(
        issuer,
        sso.clientId(),
        sso.clientSecret(),
        publicUrl,
        sso.scopes(),
        sso.usernameClaim(),
        sso.emailDomains().stream()
            .map(domain -> domain.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet()),
        roles,
        sso.autoCreate(),
        sso.linkByEmail(),
        sso.label(),
        sso.timeout());
  }

  /// The configured secret, or one of this installation's own where that is a placeholder.
  private SigningSecrets signing(Vault vault) {
    var security = config.security();
    var current =
        security.isPlaceholderSecret()
            ? KeptSecret.of(vault, "loom-jwt-secret", "Signs the tokens of those who sign in")
            : security.jwtSecret();
    return new SigningSecrets(current, security.jwtSecretPrevious());
  }

  /// @param password what opens the vault
  IdentityFeatures.Config identity(Secret password, Vault vault) {
    return new IdentityFeatures.Config(
        auth(password),
        signing(vault),
        HashingConfig.of(config.security().concurrentLogins()),
        sso(),
        config.server().publicUrl());
  }

  GitConfig git() {
    var git = config.git();
    return new GitConfig(
        git.projectKeyDir(), git.commandTimeout(), git.authorName(), git.authorEmail());
  }

  CredentialConfig credentials() {
    var git = config.git();
    return new CredentialConfig(
        git.projectKeyDir(),
        git.keyOverlap(),
        git.useSshAgent() ? SshAgent.USED : SshAgent.UNUSED,
        git.credentialHelper(),
        git.proxy(),
        git.caFile());
  }

  ProviderConfig providers() {
    var standard = ProviderConfig.DEFAULTS;
    return new ProviderConfig(
        config.health().interval(),
        standard.slowInterval(),
        standard.timeout(),
        standard.breakerPause(),
        standard.streaming(),
        standard.maxAnswer());
  }

  RunConfig runs() {
    var runs = config.runs();
    return new RunConfig(
        new RunLimits(
            runs.maxTurns(), runs.maxTime(), runs.maxCostMicros().orElse(0), runs.maxAttempts()),
        runs.leaseTime(),
        config.dispatch().coolDown(),
        runs.turnTimeout(),
        config.agents().maxConcurrent());
  }

  DispatchConfig dispatch() {
    return new DispatchConfig(
        config.agents().maxConcurrent(),
        config.dispatch().maxHops(),
        config.dispatch().interval(),
        config.readiness().mode() == ReadinessConfig.Mode.BLOCK);
  }

  ForgeConfig forges() {
    var forges = config.forges();
    return new ForgeConfig(
        forges.allowedHosts().stream()
            .map(host -> host.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet()),
        forges.timeout(),
        forges.maxAnswer());
  }

  /// Without sign-in, who reaches loopback may do all that a webhook does.
  ///
  /// @throws IOException when the file of rules is wrong; the message says where
  WebhookConfig webhooks() throws IOException {
    var security = config.security();
    var secret = security.webhookSecret();
    boolean open = config.server().isLoopbackOnly() && !security.enableAuth();
    return new WebhookConfig(
        secret == null ? new Secret("") : secret,
        webhookRules(),
        open ? Unsigned.TAKEN : Unsigned.REFUSED);
  }

  private WebhookRules webhookRules() throws IOException {
    var file = config.webhooks().rules();
    if (file == null) {
      return WebhookRules.builtIn();
    }
    return switch (WebhookRules.read(file)) {
      case ConfigResult.Loaded<WebhookRules>(var rules, _) -> rules;
      case ConfigResult.Refused<WebhookRules>(var problems) ->
          throw new IOException(
              problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
    };
  }

  MetricsAccess metricsAccess() {
    return config.security().publicMetrics()
        ? MetricsAccess.EVERYBODY
        : MetricsAccess.ADMINISTRATORS;
  }

  Limits limits() {
    var weavers = config.weavers();
    return new Limits(
        weavers.commandTimeout(),
        weavers.output(),
        weavers.memory(),
        weavers.cpus(),
        weavers.processes());
  }

  LocalConfig weavers() {
    var weavers = config.weavers();
    return new LocalConfig(
        weavers.root(),
        weavers.toolchains(),
        Isolation.valueOf(weavers.isolation().name()),
        LimitEnforcement.WHERE_POSSIBLE);
  }

  /// Workspaces and caches lie beside the platform's own folder, not in it.
  Path workspaceRoot() {
    var root = config.weavers().root().toAbsolutePath().normalize();
    return root.resolveSibling(root.getFileName() + "-work");
  }

  List<NewProject> projects() {
    return config.projects().stream().map(ServerSettings::project).toList();
  }

  private static NewProject project(ProjectConfig project) {
    var repo = project.gitRepo();
    return new NewProject(
        project.id(),
        project.displayName(),
        repo.isEmpty() || repo.equals(".") ? Path.of("").toAbsolutePath().toString() : repo,
        project.branch(),
        project.beadsPath(),
        "",
        GitAuthMethod.valueOf(project.gitAuthMethod().name()),
        GitStrategy.valueOf(project.gitStrategy().name()),
        project.isPerpetual(),
        project.isSticky(),
        project.context(),
        new ProjectOptions(
            null, new GitSettings(project.gitCredentialId(), Map.of()), Map.of(), null, null));
  }

  /// Registers the providers of the settings that are not there yet; later changes over the API
  /// stay.
  void register(ProviderService providers) {
    for (var provider : config.providers()) {
      if (provider.enabled() && providers.find(provider.id()).isEmpty()) {
        var key = provider.apiKey();
        var request =
            new ProviderRequest(
                provider.id(),
                provider.displayName(),
                provider.type(),
                provider.endpoint().toString(),
                key == null ? null : key.reveal(),
                provider.model(),
                null,
                null,
                null,
                null,
                null,
                null);
        var _ = providers.put(provider.id(), ProviderChange.parse(request), "system");
      }
    }
  }

  String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException _) {
      return "localhost";
    }
  }
}
