package io.loom.server.forge;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How a forge merges a pull request. The wire name is public: add, never rename.
public enum MergeMethod {
  MERGE,
  SQUASH,
  REBASE;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<MergeMethod> find(String wireName) {
    return Arrays.stream(values()).filter(method -> method.wireName().equals(wireName)).findFirst();
  }
}
