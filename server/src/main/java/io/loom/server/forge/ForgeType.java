package io.loom.server.forge;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The kinds of forges. The wire name is public: add, never rename.
public enum ForgeType {
  GITHUB("/api/v3"),
  GITLAB("/api/v4"),
  GITEA("/api/v1"),
  BITBUCKET("/2.0");

  private static final Map<String, ForgeType> KNOWN_HOSTS =
      Map.of(
          "github.com", GITHUB,
          "gitlab.com", GITLAB,
          "gitea.com", GITEA,
          "codeberg.org", GITEA,
          "bitbucket.org", BITBUCKET);

  private static final Map<String, String> API_HOSTS =
      Map.of(
          "github.com", "https://api.github.com", "bitbucket.org", "https://api.bitbucket.org/2.0");

  private final String apiPath;

  ForgeType(String apiPath) {
    this.apiPath = apiPath;
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Forgejo speaks as Gitea does.
  public static Optional<ForgeType> find(String name) {
    var word = name.strip().toLowerCase(Locale.ROOT);
    return word.equals("forgejo")
        ? Optional.of(GITEA)
        : Arrays.stream(values()).filter(type -> type.wireName().equals(word)).findFirst();
  }

  static Optional<ForgeType> ofHost(String host) {
    return Optional.ofNullable(KNOWN_HOSTS.get(host.toLowerCase(Locale.ROOT)));
  }

  /// Where the API of a forge is.
  ///
  /// @param web the address of its pages, or already of its API, without a slash at the end
  /// @param host of that address
  String api(String web, String host) {
    var known = API_HOSTS.get(host.toLowerCase(Locale.ROOT));
    return known != null ? known : web.endsWith(apiPath) ? web : web + apiPath;
  }

  /// The host whose API is asked for repositories of a host.
  static String apiHost(String host) {
    var known = API_HOSTS.get(host);
    return known == null ? host : java.net.URI.create(known).getHost();
  }
}
