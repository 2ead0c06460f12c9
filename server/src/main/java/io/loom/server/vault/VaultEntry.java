package io.loom.server.vault;

import io.loom.base.Secret;
import java.nio.file.Path;
import java.util.Optional;

/// Looks at one secret of a key store that a server may be using, and changes nothing.
public final class VaultEntry {
  private VaultEntry() {}

  /// @return nothing when there is no such file or entry; files of the first version have none that
  ///   Loom made for itself
  /// @throws VaultException when the password is wrong, or the file or the entry damaged
  public static Optional<Secret> read(Path path, Secret password, String id) {
    var file = new KeyFile(path);
    return file.read()
        .filter(document -> document.path("version").asText().equals(Keyring.VERSION))
        .flatMap(document -> {
          var keyring = Keyring.open(file, document, password);
          return Optional.ofNullable(keyring.entries().get(id))
              .map(sealed -> keyring.sealer().open(Keyring.place(id), sealed));
        });
  }
}
