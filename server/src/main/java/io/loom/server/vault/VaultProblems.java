package io.loom.server.vault;

import io.loom.base.ProblemException;
import io.loom.base.ProblemType;
import io.loom.ground.http.HttpProblems;
import java.util.Map;

/// What the API of the vault refuses with.
public final class VaultProblems {
  private static final ProblemType PASSWORD =
      new ProblemType("vault-password", 403, "The password does not open the vault");

  private VaultProblems() {}

  static ProblemException wrongPassword() {
    return PASSWORD.because(
        "current_password does not open the key store; nothing was changed.", Map.of());
  }

  /// The key store or a sealed value cannot be used.
  public static ProblemException unusable(VaultException e) {
    return HttpProblems.UNAVAILABLE.because(String.valueOf(e.getMessage()), Map.of());
  }
}
