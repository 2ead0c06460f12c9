package io.loom.server.source;

import io.loom.ground.http.Caller;
import io.loom.server.git.GitConfig;
import java.util.Optional;
import java.util.regex.Pattern;

/// Who a commit is by.
record Signature(String name, String email) {
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_EMAIL = 254;
  private static final Pattern UNFIT = Pattern.compile("[\\x00-\\x1f\\x7f<>]");
  private static final Pattern EMAIL = Pattern.compile("[^\\s<>@]+@[^\\s<>@]+");

  /// Whoever makes the request. Loom knows no mail for everybody, so it is one of this server.
  static Signature of(Caller caller, GitConfig config) {
    var host = config.authorEmail().substring(config.authorEmail().indexOf('@') + 1);
    var name = UNFIT.matcher(caller.name()).replaceAll("").strip();
    var mailbox = caller.id().replaceAll("[^A-Za-z0-9._-]", "-");
    return new Signature(name.isEmpty() ? caller.id() : name, mailbox + "@" + host);
  }

  static Optional<String> problemWithName(String name) {
    return name.length() > LONGEST_NAME
            || UNFIT.matcher(name).find()
            || name.chars().noneMatch(Character::isLetterOrDigit)
        ? Optional.of("author_name is a name of at most %d characters.".formatted(LONGEST_NAME))
        : Optional.empty();
  }

  static Optional<String> problemWithEmail(String email) {
    return email.length() > LONGEST_EMAIL
            || UNFIT.matcher(email).find()
            || !EMAIL.matcher(email).matches()
        ? Optional.of("author_email is a mail address.")
        : Optional.empty();
  }
}
