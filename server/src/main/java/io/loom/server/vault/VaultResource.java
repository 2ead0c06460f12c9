package io.loom.server.vault;

import io.loom.api.VaultPasswordRequest;
import io.loom.api.VaultPasswordView;
import io.loom.api.VaultRotationView;
import io.loom.api.VaultView;
import io.loom.base.Secret;
import io.loom.ground.http.Caller;
import io.loom.ground.http.HttpProblems;
import io.loom.ground.http.Invalid;
import io.loom.ground.http.Permission;
import io.loom.server.vault.PasswordChange.Changed;
import io.loom.server.vault.PasswordChange.Old;
import io.loom.server.vault.PasswordChange.WrongPassword;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The HTTP face of the vault as a whole. No secret comes out of it.
@Path("/api/v1/system/vault")
@Produces("application/json")
@Consumes("application/json")
public final class VaultResource {
  private static final int SHORTEST = 8;
  private static final int LONGEST = 1024;

  private final VaultService vault;

  VaultResource(VaultService vault) {
    this.vault = vault;
  }

  @GET
  @Permission("system:admin")
  public VaultView show() {
    var report = vault.report();
    return new VaultView(
        report.file().toString(),
        report.version(),
        report.isOpenToOthers(),
        report.passwords(),
        report.opensWithOldPassword(),
        report.generation(),
        vault.countBehind(),
        report.firstVersion().isPresent(),
        report.dataKeys().stream()
            .map(key -> new VaultView.DataKey(key.generation(), key.createdAt()))
            .toList(),
        report.entries().stream()
            .map(entry ->
                new VaultView.Entry(
                    entry.id(), entry.name(), entry.updatedAt(), entry.isReadable()))
            .toList());
  }

  /// Seals everything with a new data key.
  @POST
  @Path("/rotate")
  @Permission("system:admin")
  public VaultRotationView rotate() {
    try {
      var rotation = vault.rotate(Caller.current().actor());
      var resealed = rotation.resealed();
      return new VaultRotationView(rotation.generation(), resealed.resealed(), resealed.behind());
    } catch (VaultException e) {
      throw VaultProblems.unusable(e);
    }
  }

  /// Makes another password open the vault from the next start on.
  @POST
  @Path("/password")
  @Permission("system:admin")
  public VaultPasswordView changePassword(@Nullable VaultPasswordRequest request) {
    if (request == null) {
      throw HttpProblems.BAD_REQUEST.because("Send a JSON object.", Map.of());
    }
    check(request);
    var old =
        Boolean.TRUE.equals(request.immediate()) ? Old.ENDS_AT_ONCE : Old.WORKS_UNTIL_NEXT_START;
    return new VaultPasswordView(
        change(secret(request.currentPassword()), secret(request.newPassword()), old));
  }

  private int change(Secret current, Secret fresh, Old old) {
    try {
      return switch (vault.changePassword(Caller.current().actor(), current, fresh, old)) {
        case Changed(int passwords) -> passwords;
        case WrongPassword() -> throw VaultProblems.wrongPassword();
      };
    } catch (VaultException e) {
      throw VaultProblems.unusable(e);
    }
  }

  private static void check(VaultPasswordRequest request) {
    var invalid =
        new Invalid()
            .require("current_password", request.currentPassword())
            .require("new_password", request.newPassword());
    var fresh = Objects.requireNonNullElse(request.newPassword(), "");
    if (!fresh.isBlank() && (fresh.length() < SHORTEST || fresh.length() > LONGEST)) {
      invalid.add(
          "new_password", "new_password has %d to %d characters".formatted(SHORTEST, LONGEST));
    }
    if (fresh.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      // No line of .env and no variable could hold it.
      invalid.add("new_password", "new_password must not contain control characters");
    }
    if (fresh.equals(request.currentPassword())) {
      invalid.add("new_password", "new_password is the one that opens the vault already");
    }
    invalid.check();
  }

  private static Secret secret(@Nullable String text) {
    return new Secret(Objects.requireNonNullElse(text, ""));
  }
}
