package io.loom.server.organisation;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// A user's place in an organisation. The names are stored and public.
public enum OrganisationRole {
  /// Does everything, and says who else is an owner.
  OWNER,
  /// Says who is in.
  ADMIN,
  MEMBER;

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<OrganisationRole> find(String wireName) {
    return Arrays.stream(values()).filter(role -> role.wireName().equals(wireName)).findFirst();
  }
}
