package io.loom.server.credential;

import io.loom.base.Secret;
import io.loom.server.git.GitAccess;
import io.loom.server.git.GitException;
import io.loom.server.git.HttpAddress;
import io.loom.server.project.GitAuthMethod;
import io.loom.server.project.Project;
import io.loom.server.secret.SecretHolder;
import io.loom.server.secret.SecretLookup;
import io.loom.server.vault.VaultException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// The names and secrets by which projects sign in over HTTP. The secret is one of the project's
/// own, under the name that the project gives, or the usual one.
record HttpSecrets(SecretLookup lookup) {
  /// @throws GitException when there is none, saying how to store one
  GitAccess.Password access(Project project) throws GitException {
    var name = nameFor(project);
    try {
      var secret =
          lookup
              .find(new SecretHolder(null, project.id(), null), name)
              .orElseThrow(() ->
                  new GitException(
                      "The project has no secret %s; store it with POST /api/v1/secrets."
                          .formatted(name)));
      var text = secret.reveal().strip();
      if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
        throw new GitException("The secret %s is empty or has several lines.".formatted(name));
      }
      var user = user(project.gitRepo());
      return project.gitAuthMethod() == GitAuthMethod.BASIC
          ? basic(name, user, text)
          : new GitAccess.Password(user.isEmpty() ? tokenUser(project) : user, new Secret(text));
    } catch (VaultException e) {
      throw new GitException("The secret %s: %s".formatted(name, e.getMessage()), e);
    }
  }

  /// Which of the project's secrets signs in.
  static String nameFor(Project project) {
    var named = project.git().credentialId();
    if (named != null) {
      return named;
    }
    return project.gitAuthMethod() == GitAuthMethod.BASIC ? "GIT_PASSWORD" : "GIT_TOKEN";
  }

  private static GitAccess.Password basic(String name, String user, String text)
      throws GitException {
    if (!user.isEmpty()) {
      var prefix = user + ":";
      var password = text.startsWith(prefix) ? text.substring(prefix.length()) : text;
      return new GitAccess.Password(user, new Secret(password));
    }
    int colon = text.indexOf(':');
    if (colon < 1) {
      throw new GitException(
          "The secret %s is not of the form user:password, and git_repo names no user."
              .formatted(name));
    }
    return new GitAccess.Password(text.substring(0, colon), new Secret(text.substring(colon + 1)));
  }

  private static String user(String url) {
    var user = HttpAddress.parse(url).map(HttpAddress::user).orElse("");
    return URLDecoder.decode(user.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /// The name that goes with a token where the forge asks for a certain one; others take any.
  private static String tokenUser(Project project) {
    var host = HttpAddress.parse(project.gitRepo()).map(HttpAddress::host).orElse("");
    return host.equals("bitbucket.org") ? "x-token-auth" : "x-access-token";
  }
}
