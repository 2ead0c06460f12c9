package io.loom.server.forge;

import io.loom.base.Secret;
import io.loom.server.forge.ForgeException.Reason;
import io.loom.server.project.Project;
import io.loom.server.secret.SecretHolder;
import io.loom.server.secret.SecretLookup;
import io.loom.server.vault.VaultException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Finds the forge of a project. Safe for many threads; whoever makes it closes it.
public final class Forges implements AutoCloseable {
  /// The settings of a project that it reads, in the project's context.
  public static final String TYPE = "forge_type";

  public static final String URL = "forge_url";
  public static final String REPOSITORY = "forge_repository";

  /// The setting with the name of the secret that holds the token, when it is not [#TOKEN_NAME].
  public static final String TOKEN = "forge_token";

  public static final String TOKEN_NAME = "FORGE_TOKEN";

  private final ForgeConfig config;
  private final SecretLookup secrets;
  private final HttpClient client;
  private final Network network;
  private final Map<String, ForgeMemory> memories = new ConcurrentHashMap<>();

  public Forges(ForgeConfig config, SecretLookup secrets, InstantSource clock) {
    this.config = config;
    this.secrets = secrets;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(config.timeout())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    this.network = new Network(client, config, clock);
  }

  /// The forge of a project's repository, ready to be asked.
  ///
  /// @throws ForgeException saying what has to be set before
  public Forge of(Project project) throws ForgeException {
    var address = address(project);
    var repositoryHost = ForgeAddress.hostOf(project.gitRepo());
    new HostRules(config.allowedHosts()).check(address.api(), repositoryHost);
    var token = token(project);
    var memory = memories.computeIfAbsent(project.id(), _ -> new ForgeMemory());
    return connect(address, token, repositoryHost, memory, network);
  }

  /// What all conversations go through.
  record Network(HttpClient client, ForgeConfig config, InstantSource clock) {}

  /// @param repositoryHost empty for a folder
  static Forge connect(
      ForgeAddress address,
      Secret token,
      String repositoryHost,
      ForgeMemory memory,
      Network network) {
    var credential =
        switch (address.type()) {
          case GITHUB -> bearer(token);
          case GITLAB -> new Credential("PRIVATE-TOKEN", token);
          case GITEA -> new Credential("Authorization", new Secret("token " + token.reveal()));
          case BITBUCKET -> basicOrBearer(token);
        };
    var headers =
        switch (address.type()) {
          case GITHUB -> GithubForge.HEADERS;
          case GITLAB, GITEA, BITBUCKET -> Map.of("Accept", "application/json");
        };
    var way =
        new ForgeConnection.Way(
            address, credential.header(), credential.value(), headers, repositoryHost);
    var connection = new ForgeConnection(network, way, memory);
    return switch (address.type()) {
      case GITHUB -> new GithubForge(connection, address);
      case GITLAB -> new GitlabForge(connection, address);
      case GITEA -> new GiteaForge(connection, address);
      case BITBUCKET -> new BitbucketForge(connection, address);
    };
  }

  /// Why there is no forge for a project; empty when there is one. Asks nobody.
  public Optional<String> problem(Project project) {
    try {
      var _ = of(project);
      return Optional.empty();
    } catch (ForgeException e) {
      return e.reason() == Reason.NOT_CONFIGURED
          ? Optional.of(String.valueOf(e.getMessage()))
          : Optional.empty();
    }
  }

  private static ForgeAddress address(Project project) throws ForgeException {
    return ForgeAddress.of(
        new ForgeAddress.Setting(
            project.gitRepo(),
            project.setting(TYPE),
            project.setting(URL),
            project.setting(REPOSITORY)));
  }

  private Secret token(Project project) throws ForgeException {
    var name = project.setting(TOKEN).isBlank() ? TOKEN_NAME : project.setting(TOKEN).strip();
    @Nullable Secret found;
    try {
      found = secrets.find(new SecretHolder(null, project.id(), null), name).orElse(null);
    } catch (VaultException e) {
      throw new ForgeException(Reason.NOT_CONFIGURED, String.valueOf(e.getMessage()), null, e);
    }
    if (found == null || found.isBlank()) {
      throw new ForgeException(
          Reason.NOT_CONFIGURED,
          "The project has no secret %s, the token for its forge.".formatted(name));
    }
    if (found.reveal().strip().chars().anyMatch(c -> c < 0x20 || c > 0x7e)) {
      throw new ForgeException(
          Reason.NOT_CONFIGURED, "The project's secret %s is no token.".formatted(name));
    }
    return new Secret(found.reveal().strip());
  }

  /// A header that proves who asks.
  private record Credential(String header, Secret value) {}

  private static Credential bearer(Secret token) {
    return new Credential("Authorization", new Secret("Bearer " + token.reveal()));
  }

  /// An app password or API token of Bitbucket goes with a name, `name:password`.
  private static Credential basicOrBearer(Secret token) {
    var text = token.reveal();
    var basic = Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    return text.contains(":")
        ? new Credential("Authorization", new Secret("Basic " + basic))
        : bearer(token);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
