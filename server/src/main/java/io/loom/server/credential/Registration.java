package io.loom.server.credential;

import io.loom.server.project.GitAddress;
import io.loom.server.project.Project;

/// Where people register a deploy key, in words for somebody who never did.
public final class Registration {
  private Registration() {}

  /// The steps for the forge that a project's address names.
  public static String steps(Project project) {
    var host = GitAddress.isSsh(project.gitRepo()) ? HostKey.hostOf(project.gitRepo()) : "";
    if (host.contains("github")) {
      return "On GitHub open the repository's Settings > Deploy keys > Add deploy key, paste the"
          + " public key, tick \"Allow write access\" and press Add key.";
    }
    if (host.contains("gitlab")) {
      return "On GitLab open the project's Settings > Repository > Deploy keys > Add new key, paste"
          + " the public key, tick \"Grant write permissions to this key\" and press Add key.";
    }
    if (host.contains("bitbucket")) {
      return "Bitbucket's own access keys can only read, so open Personal settings > SSH keys > Add"
          + " key of a user who may write to the repository, and paste the public key there.";
    }
    return "Register the public key at the git server with the right to write: as a deploy key of"
        + " the repository (GitHub, GitLab, Gitea and Forgejo: in the repository's settings under"
        + " Deploy keys), or as a line of ~/.ssh/authorized_keys of the user in the address.";
  }

  /// The steps together with the key.
  public static String stepsWith(Project project, DeployKey key) {
    return "%s The public key: %s".formatted(steps(project), key.publicKey());
  }
}
