package io.loom.server.vault;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.base.Secret;
import io.loom.ground.http.Json;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.crypto.SecretKey;

/// An opened key store of version 2.0. Nobody changes one: each method that changes something
/// answers another one, which is not in the file yet.
///
/// @param document as in the file, fields that Loom does not know included
/// @param master seals the data keys
/// @param slot the index of the password that opened it
/// @param entries sealed values by id
record Keyring(
    ObjectNode document,
    SecretKey master,
    int slot,
    DataKeys keys,
    SortedMap<String, String> entries) {
  static final String VERSION = "2.0";
  private static final String TABLE = "keys.json";

  /// An empty one for a password.
  static Keyring create(Secret password, KeyDerivation derivation, Instant now) {
    var master = Aead.newKey();
    var keys = DataKeys.first();
    var document = Json.mapper().createObjectNode().put("version", VERSION);
    document.putArray("passwords").add(PasswordSlot.create(password, derivation, master, now));
    document.putObject("data_keys").set("1", keys.wrapCurrent(master, now));
    document.putObject("keys");
    return new Keyring(document, master, 0, keys, new TreeMap<>());
  }

  /// What a file holds.
  ///
  /// @throws VaultException when no password of the file is this one, or the file was changed
  static Keyring open(KeyFile file, ObjectNode document, Secret password) {
    var slots = passwords(file, document);
    for (int i = slots.size() - 1; i >= 0; i--) {
      Optional<SecretKey> master = slots.get(i).open(file, password);
      if (master.isPresent()) {
        var keys = DataKeys.parse(file, document.path("data_keys"), master.get());
        return new Keyring(document, master.get(), i, keys, entries(file, document));
      }
    }
    throw file.wrongPassword();
  }

  static List<PasswordSlot> passwords(KeyFile file, ObjectNode document) {
    var slots = document.path("passwords");
    if (!slots.isArray() || slots.isEmpty() || slots.size() > 2) {
      throw file.corrupt("passwords is not an array of one or two");
    }
    return IntStream.range(0, slots.size())
        .mapToObj(i -> PasswordSlot.parse(file, slots.get(i), i))
        .toList();
  }

  /// What cannot be a sealed value stays, so that the entry can be named when it is asked for.
  private static SortedMap<String, String> entries(KeyFile file, ObjectNode document) {
    var keys = document.path("keys");
    if (!keys.isObject() && !keys.isNull() && !keys.isMissingNode()) {
      throw file.corrupt("keys is not an object");
    }
    var entries = new TreeMap<String, String>();
    for (var key : keys.properties()) {
      entries.put(key.getKey(), key.getValue().path("encrypted_data").asText());
    }
    return entries;
  }

  /// Where the secret of an entry belongs.
  static Place place(String id) {
    return new Place(TABLE, id, "encrypted_data");
  }

  Sealer sealer() {
    return new Sealer(() -> keys);
  }

  int passwordCount() {
    return document.path("passwords").size();
  }

  Keyring with(String id, String name, Secret secret, Instant now) {
    var sealed = sealer().seal(place(id), secret);
    var changed = document.deepCopy();
    var node = object(object(changed, "keys"), id);
    node.put("id", id).put("name", name);
    if (!node.has("description")) {
      node.put("description", "");
    }
    node.put("encrypted_data", sealed);
    if (!node.has("created_at")) {
      node.put("created_at", now.toString());
    }
    node.put("updated_at", now.toString());
    var all = new TreeMap<>(entries);
    all.put(id, sealed);
    return new Keyring(changed, master, slot, keys, all);
  }

  Keyring without(String id) {
    var changed = document.deepCopy();
    object(changed, "keys").remove(id);
    var rest = new TreeMap<>(entries);
    rest.remove(id);
    return new Keyring(changed, master, slot, keys, rest);
  }

  /// With a new data key, under which every entry is. One that does not open stays as it is.
  Keyring rotated(Instant now) {
    var more = keys.next();
    var changed = document.deepCopy();
    object(changed, "data_keys")
        .set(Integer.toString(more.current()), more.wrapCurrent(master, now));
    var sealer = new Sealer(() -> more);
    var damaged = damaged();
    var all = new TreeMap<>(entries);
    all.replaceAll(
        (id, sealed) -> damaged.contains(id) ? sealed : sealer.reseal(place(id), sealed));
    all.forEach((id, sealed) -> {
      if (!damaged.contains(id)) {
        object(changed, "keys").withObjectProperty(id).put("encrypted_data", sealed);
      }
    });
    return new Keyring(changed, master, slot, more, all);
  }

  /// The entries that do not open.
  SortedSet<String> damaged() {
    var damaged = new TreeSet<String>();
    entries.forEach((id, sealed) -> {
      try {
        sealer().open(place(id), sealed);
      } catch (VaultException _) {
        damaged.add(id);
      }
    });
    return damaged;
  }

  /// With another password, alone or beside the one in the given slot.
  Keyring withPassword(
      int kept, PasswordChange.Old old, Secret fresh, KeyDerivation derivation, Instant now) {
    var changed = document.deepCopy();
    var stays = changed.path("passwords").get(kept);
    var slots = changed.putArray("passwords");
    switch (old) {
      case WORKS_UNTIL_NEXT_START -> slots.add(stays);
      case ENDS_AT_ONCE -> {
        // Only the new one is left.
      }
    }
    slots.add(PasswordSlot.create(fresh, derivation, master, now));
    return new Keyring(changed, master, slots.size() - 1, keys, entries);
  }

  /// With the newest password alone.
  Keyring withNewestPassword() {
    var changed = document.deepCopy();
    var passwords = (ArrayNode) changed.path("passwords");
    var newest = passwords.get(passwords.size() - 1);
    changed.putArray("passwords").add(newest);
    return new Keyring(changed, master, 0, keys, entries);
  }

  /// With what another document has and Loom does not know.
  Keyring adopting(ObjectNode other, Map<String, Secret> secrets, Instant now) {
    var all = this;
    for (var secret : secrets.entrySet()) {
      var name = other.path("keys").path(secret.getKey()).path("name").asText(secret.getKey());
      all = all.with(secret.getKey(), name, secret.getValue(), now);
    }
    var document = all.document();
    for (var id : secrets.keySet()) {
      var node = object(document, "keys").withObjectProperty(id);
      for (var field : other.path("keys").path(id).properties()) {
        if (!field.getKey().equals("encrypted_data")) {
          node.set(field.getKey(), field.getValue());
        }
      }
    }
    for (var field : other.properties()) {
      var isOld =
          field.getKey().equals("password_salt") || field.getKey().equals("password_verify");
      if (!isOld && !document.has(field.getKey())) {
        document.set(field.getKey(), field.getValue());
      }
    }
    return all;
  }

  private static ObjectNode object(ObjectNode document, String field) {
    return document.get(field) instanceof ObjectNode object ? object : document.putObject(field);
  }
}
