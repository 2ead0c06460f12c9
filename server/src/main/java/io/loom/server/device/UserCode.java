package io.loom.server.device;

import java.security.SecureRandom;
import java.util.Optional;

/// What a person reads in one place and types in another: nine digits.
///
/// @param digits without what separates them
record UserCode(String digits) {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int COUNT = 1_000_000_000;
  private static final int LONGEST_TEXT = 40;

  UserCode {
    if (!digits.matches("[0-9]{9}")) {
      throw new IllegalArgumentException("a user code has nine digits");
    }
  }

  static UserCode random() {
    return new UserCode("%09d".formatted(RANDOM.nextInt(COUNT)));
  }

  /// Takes it as people write it: with hyphens, blanks, dots, or without any.
  static Optional<UserCode> parse(String text) {
    var digits = text.length() > LONGEST_TEXT ? "" : text.replaceAll("[\\s.\\-]", "");
    return digits.matches("[0-9]{9}") ? Optional.of(new UserCode(digits)) : Optional.empty();
  }

  /// As it is shown: `123-456-789`.
  String text() {
    return digits.substring(0, 3) + "-" + digits.substring(3, 6) + "-" + digits.substring(6);
  }

  /// Leaves the digits out: whoever has them can let the program in as himself.
  @Override
  public String toString() {
    return "UserCode[]";
  }
}
