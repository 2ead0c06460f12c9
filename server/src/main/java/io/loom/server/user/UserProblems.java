package io.loom.server.user;

import io.loom.base.ProblemException;
import io.loom.base.ProblemType;
import java.util.Map;

/// What the API of users refuses with.
public final class UserProblems {
  private static final ProblemType NOT_FOUND =
      new ProblemType("user-not-found", 404, "No such user");
  private static final ProblemType NAME_TAKEN =
      new ProblemType("user-exists", 409, "There is a user with this name");
  private static final ProblemType LAST_ADMIN =
      new ProblemType("last-admin", 409, "Somebody has to administer Loom");
  private static final ProblemType NEEDED =
      new ProblemType("user-needed", 409, "The user is needed where he is");
  private static final ProblemType BUSY =
      new ProblemType("sign-in-busy", 503, "Too many passwords are being checked");
  private static final ProblemType NEEDS_SESSION =
      new ProblemType("sign-in-required", 403, "This needs somebody who signed in");

  private UserProblems() {}

  public static ProblemException notFound(String id) {
    return NOT_FOUND.because("There is no user %s.".formatted(id), Map.of());
  }

  static ProblemException nameTaken(String username) {
    return NAME_TAKEN.because(
        "There is a user %s already; give another name.".formatted(username),
        Map.of("username", username));
  }

  static ProblemException lastAdmin(String username) {
    return LAST_ADMIN.because(
        "%s is the only active administrator; make another one first.".formatted(username),
        Map.of());
  }

  static ProblemException needed(String reason) {
    return NEEDED.because(reason, Map.of());
  }

  /// So many sign in that this one would have to wait too long.
  public static ProblemException busy() {
    return BUSY.because(
        "Too many sign in at this moment; try again in a few seconds.", Map.of("retry_after", 3));
  }

  /// What concerns somebody's own account is not for his keys.
  public static ProblemException needsSession() {
    return NEEDS_SESSION.because(
        "An API key cannot do this; sign in with a name and a password.", Map.of());
  }
}
