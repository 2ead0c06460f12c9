package io.loom.server.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.ground.http.Json;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.Base64;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import javax.crypto.SecretKey;

/// The generations of data keys: the newest seals, all open. They lie in the file under
/// `data_keys`, by number, each sealed with the master key. None is ever removed, so that a newer
/// key store opens an older backup of the database.
record DataKeys(SortedMap<Integer, SecretKey> byGeneration) {
  DataKeys {
    byGeneration = Collections.unmodifiableSortedMap(new TreeMap<>(byGeneration));
    if (byGeneration.isEmpty()) {
      throw new IllegalArgumentException("no data key");
    }
  }

  /// The generation that seals.
  int current() {
    return byGeneration.lastKey();
  }

  SecretKey currentKey() {
    return find(current()).orElseThrow();
  }

  Optional<SecretKey> find(int generation) {
    return Optional.ofNullable(byGeneration.get(generation));
  }

  /// With one generation more.
  DataKeys next() {
    var more = new TreeMap<>(byGeneration);
    more.put(current() + 1, Aead.newKey());
    return new DataKeys(more);
  }

  static DataKeys first() {
    return new DataKeys(new TreeMap<>(Map.of(1, Aead.newKey())));
  }

  /// The newest generation as the file has it.
  ObjectNode wrapCurrent(SecretKey master, Instant now) {
    var wrapped = Aead.seal(master, place(current()).bound("data-key"), currentKey().getEncoded());
    return Json.mapper()
        .createObjectNode()
        .put("wrapped_key", Base64.getEncoder().encodeToString(wrapped))
        .put("created_at", now.toString());
  }

  /// @throws VaultException naming the generation that was changed
  static DataKeys parse(KeyFile file, JsonNode node, SecretKey master) {
    var keys = new TreeMap<Integer, SecretKey>();
    for (var entry : node.properties()) {
      try {
        int generation = Integer.parseInt(entry.getKey());
        var wrapped = Base64.getDecoder().decode(entry.getValue().path("wrapped_key").asText());
        keys.put(
            generation, Aead.key(Aead.open(master, place(generation).bound("data-key"), wrapped)));
      } catch (IllegalArgumentException | GeneralSecurityException _) {
        throw file.corrupt("data_keys.%s was changed".formatted(entry.getKey()));
      }
    }
    if (keys.isEmpty()) {
      throw file.corrupt("data_keys is missing or empty");
    }
    return new DataKeys(keys);
  }

  private static Place place(int generation) {
    return new Place("keys.json", Integer.toString(generation), "wrapped_key");
  }
}
