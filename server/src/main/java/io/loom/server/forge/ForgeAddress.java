package io.loom.server.forge;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where a repository is on a forge.
///
/// @param api the root of the forge's API, without a slash at the end
/// @param path such as `octo/hello`; GitLab's may have more parts
record ForgeAddress(ForgeType type, URI api, String path) {
  private static final Pattern PATH = Pattern.compile("[\\w.-]+(/[\\w.-]+)+");
  private static final Pattern SCP =
      Pattern.compile("(?:[\\w.-]+@)?([A-Za-z0-9][A-Za-z0-9.-]*):([^:-].*)");

  /// What a project says about its forge. Blank where it says nothing.
  ///
  /// @param repository its path, for repositories whose git address does not tell
  record Setting(String gitRepo, String type, String baseUrl, String repository) {}

  /// The host and the path in the address of a repository; the host is empty for a folder.
  private record Place(String host, String path) {}

  /// @throws ForgeException saying what has to be set
  static ForgeAddress of(Setting setting) throws ForgeException {
    var place = place(setting.gitRepo());
    var path = setting.repository().isBlank() ? place.path() : setting.repository().strip();
    if (!PATH.matcher(path).matches() || (path + "/").contains("../") || path.contains("./")) {
      throw missing(
          "The repository's name on the forge cannot be told from its address; set"
              + " context.forge_repository, like octo/hello.");
    }
    var type = type(setting, place);
    var base = setting.baseUrl().strip().replaceFirst("/+$", "");
    if (base.isEmpty() && place.host().isEmpty()) {
      throw missing("No forge is known for the repository; set context.forge_url.");
    }
    var web = uri(base.isEmpty() ? "https://" + place.host() : base);
    return new ForgeAddress(type, uri(type.api(web.toString(), web.getHost())), path);
  }

  private static ForgeType type(Setting setting, Place place) throws ForgeException {
    if (!setting.type().isBlank()) {
      return ForgeType.find(setting.type())
          .orElseThrow(() ->
              missing(
                  "context.forge_type is %s; it is github, gitlab, gitea, forgejo or bitbucket."
                      .formatted(setting.type())));
    }
    return ForgeType.ofHost(place.host())
        .orElseThrow(() ->
            missing(
                "It is not known which forge the repository is on; set context.forge_type to"
                    + " github, gitlab, gitea, forgejo or bitbucket."));
  }

  private static URI uri(String text) throws ForgeException {
    try {
      var uri = new URI(text);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (web
          && uri.getHost() != null
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // Said below, as for all that is no such address.
    }
    throw missing("context.forge_url is an address like https://git.example.com.");
  }

  /// The host of a repository's address in lower case, empty for a folder of this machine.
  static String hostOf(String gitRepo) {
    return place(gitRepo).host();
  }

  private static Place place(String gitRepo) {
    var scp = SCP.matcher(gitRepo);
    if (!gitRepo.contains("://") && !gitRepo.startsWith("/") && scp.matches()) {
      return new Place(scp.group(1).toLowerCase(Locale.ROOT), trimmed(scp.group(2)));
    }
    try {
      var uri = new URI(gitRepo);
      var host = Optional.ofNullable(uri.getHost()).orElse("").toLowerCase(Locale.ROOT);
      return new Place(host, host.isEmpty() || uri.getPath() == null ? "" : trimmed(uri.getPath()));
    } catch (URISyntaxException _) {
      return new Place("", "");
    }
  }

  private static String trimmed(String path) {
    return path.replaceFirst("^/+", "").replaceFirst("/*(\\.git)?/*$", "");
  }

  private static ForgeException missing(String text) {
    return new ForgeException(ForgeException.Reason.NOT_CONFIGURED, text);
  }

  /// The part before the last slash.
  String owner() {
    return path.substring(0, path.lastIndexOf('/'));
  }
}
