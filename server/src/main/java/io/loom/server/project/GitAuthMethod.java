package io.loom.server.project;

import java.util.Arrays;
import java.util.Optional;

/// How Loom signs in at a project's git server. Wire names are stored and public: never rename one.
public enum GitAuthMethod {
  NONE("none"),
  /// With the project's deploy key.
  SSH("ssh"),
  TOKEN("token"),
  BASIC("basic"),
  GIT_HELPER("git-helper");

  private final String wireName;

  GitAuthMethod(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  public static Optional<GitAuthMethod> find(String wireName) {
    return Arrays.stream(values()).filter(it -> it.wireName.equals(wireName)).findFirst();
  }

  /// What an address asks for when nobody says: a key for SSH, nothing for the rest.
  public static GitAuthMethod guess(String gitRepo) {
    return GitAddress.isSsh(gitRepo) ? SSH : NONE;
  }
}
