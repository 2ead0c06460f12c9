package io.loom.server.user;

import java.util.Optional;
import java.util.regex.Pattern;

/// What users may be called.
public final class UserNames {
  /// Names stand in events, logs and addresses: nothing in them needs quoting.
  static final Pattern FORM = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._@-]{0,63}");

  private static final int LONGEST_WISH = 60;

  private UserNames() {}

  /// The name that comes nearest to what somebody is called elsewhere; empty when nothing is left.
  public static Optional<String> near(String wish) {
    var cut = wish.length() > LONGEST_WISH ? wish.substring(0, LONGEST_WISH) : wish;
    var name = cut.strip().replaceAll("[^A-Za-z0-9._@-]+", "-").replaceFirst("^[^A-Za-z0-9]+", "");
    return FORM.matcher(name).matches() ? Optional.of(name) : Optional.empty();
  }

  /// Another name, for one that is taken.
  public static String numbered(String name, int number) {
    return name + "-" + number;
  }
}
