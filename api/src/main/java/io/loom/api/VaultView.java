package io.loom.api;

import java.util.List;

/// The vault without its secrets.
///
/// @param file the key store on the server
/// @param version of the file's layout
/// @param passwords how many open it: two, while a change of the password is under way
/// @param opensWithOldPassword whether the server was started with the one that ends
/// @param generation the data key that seals new values
/// @param recordsBehind values that are still under older data keys
/// @param firstVersionKept whether the file of the first version is still there, which a former
///   password opens
public record VaultView(
    String file,
    String version,
    boolean openToOthers,
    int passwords,
    boolean opensWithOldPassword,
    int generation,
    int recordsBehind,
    boolean firstVersionKept,
    List<DataKey> dataKeys,
    List<Entry> entries) {
  /// A data key.
  public record DataKey(int generation, String createdAt) {}

  /// A secret in the file.
  ///
  /// @param readable false when it was changed behind Loom's back
  public record Entry(String id, String name, String updatedAt, boolean readable) {}

  public VaultView {
    dataKeys = List.copyOf(dataKeys);
    entries = List.copyOf(entries);
  }
}
