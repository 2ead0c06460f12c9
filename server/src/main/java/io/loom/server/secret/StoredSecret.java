package io.loom.server.secret;

import io.loom.server.vault.Place;
import java.time.Instant;

/// A secret without its values.
///
/// @param version of the newest value, 1 for the first
/// @param createdBy who stored it first, as events name him
public record StoredSecret(
    String id,
    SecretScope scope,
    String name,
    String description,
    int version,
    String createdBy,
    Instant createdAt,
    String updatedBy,
    Instant updatedAt) {
  /// Where the value of a version belongs. Secret, scope and name are part of it: whoever can write
  /// to the database cannot hand the secret to another project. None of them holds a slash.
  Place place(int version) {
    return new Place(
        "secret_versions",
        String.join("/", id, scope.kind().wireName(), scope.id(), name, Integer.toString(version)),
        "sealed");
  }
}
