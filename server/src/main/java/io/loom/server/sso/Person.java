package io.loom.server.sso;

import java.util.Locale;
import java.util.Set;

/// Somebody, as the provider vouches for him.
///
/// @param subject his name at the provider for ever; nobody else ever gets it
/// @param username what he likes to be called; may be empty
/// @param email verified by the provider; empty when there is none
record Person(String issuer, String subject, String username, String email, Set<String> groups) {
  Person {
    groups = Set.copyOf(groups);
  }

  /// The domain of his address, in lower case; empty when there is none.
  String emailDomain() {
    return email.substring(email.lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }
}
