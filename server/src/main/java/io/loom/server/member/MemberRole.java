package io.loom.server.member;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A user's place in a project. The names are stored and public.
public enum MemberRole {
  /// Says who else is in.
  OWNER,
  MEMBER;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<MemberRole> find(String wireName) {
    return Arrays.stream(values()).filter(role -> role.wireName().equals(wireName)).findFirst();
  }
}
