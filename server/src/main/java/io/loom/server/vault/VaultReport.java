package io.loom.server.vault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.base.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What there is to say of a key store without its secrets.
///
/// @param file where it is
/// @param isOpenToOthers whether its mode is wider than 0600
/// @param passwords how many open it: two, while a change of the password is under way
/// @param opensWithOldPassword whether the password at hand is the one that ends
/// @param derivation what the newest password costs; absent in a file of the first version
/// @param generation the data key that seals, 0 in a file of the first version
/// @param dataKeys all data keys, oldest first
/// @param firstVersion the file of the first version, if it is still kept
public record VaultReport(
    Path file,
    String version,
    boolean isOpenToOthers,
    int passwords,
    boolean opensWithOldPassword,
    Optional<KeyDerivation> derivation,
    int generation,
    List<DataKey> dataKeys,
    List<Entry> entries,
    Optional<Path> firstVersion) {
  /// A data key.
  ///
  /// @param createdAt as the file says
  public record DataKey(int generation, String createdAt) {}

  /// A secret in the file.
  ///
  /// @param name what people call it
  /// @param isReadable false when it was changed behind Loom's back
  public record Entry(String id, String name, String updatedAt, boolean isReadable) {}

  public VaultReport {
    dataKeys = List.copyOf(dataKeys);
    entries = List.copyOf(entries);
  }

  /// Looks at a key store and changes nothing.
  ///
  /// @return nothing when there is no file
  /// @throws VaultException when the password is wrong or the file damaged
  public static Optional<VaultReport> read(Path path, Secret password) {
    var file = new KeyFile(path);
    return file.read().map(document -> read(file, document, password));
  }

  private static VaultReport read(KeyFile file, ObjectNode document, Secret password) {
    var version = document.path("version").asText();
    return switch (version) {
      case FirstVersion.VERSION -> ofFirstVersion(file, document, password);
      case Keyring.VERSION -> of(file, Keyring.open(file, document, password));
      default -> throw Vault.unknownVersion(file, version);
    };
  }

  static VaultReport of(KeyFile file, Keyring keyring) {
    var document = keyring.document();
    var damaged = keyring.damaged();
    var entries =
        keyring.entries().keySet().stream()
            .map(id -> entry(document, id, !damaged.contains(id)))
            .toList();
    var keys =
        document.path("data_keys").properties().stream()
            .map(it ->
                new DataKey(
                    Integer.parseInt(it.getKey()), it.getValue().path("created_at").asText()))
            .sorted(Comparator.comparingInt(DataKey::generation))
            .toList();
    var slots = Keyring.passwords(file, document);
    return new VaultReport(
        file.path(),
        Keyring.VERSION,
        isOpen(file),
        slots.size(),
        keyring.slot() < slots.size() - 1,
        Optional.of(slots.getLast().derivation()),
        keyring.keys().current(),
        keys,
        entries,
        firstVersion(file));
  }

  private static VaultReport ofFirstVersion(KeyFile file, ObjectNode document, Secret password) {
    var old = new FirstVersion(file, document);
    if (!old.isOf(password)) {
      throw file.wrongPassword();
    }
    var entries =
        old.open(password).keySet().stream().map(id -> entry(document, id, true)).toList();
    return new VaultReport(
        file.path(),
        FirstVersion.VERSION,
        isOpen(file),
        1,
        false,
        Optional.empty(),
        0,
        List.of(),
        entries,
        firstVersion(file));
  }

  private static Entry entry(ObjectNode document, String id, boolean isReadable) {
    var node = document.path("keys").path(id);
    return new Entry(id, node.path("name").asText(), node.path("updated_at").asText(), isReadable);
  }

  private static boolean isOpen(KeyFile file) {
    try {
      return file.isOpenToOthers();
    } catch (IOException _) {
      return false;
    }
  }

  private static Optional<Path> firstVersion(KeyFile file) {
    return Optional.of(file.firstVersion()).filter(Files::exists);
  }
}
