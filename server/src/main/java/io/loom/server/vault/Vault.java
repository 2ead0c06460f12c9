package io.loom.server.vault;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.loom.base.Secret;
import io.loom.ground.http.Json;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/// Secrets by id, sealed with the operator's password in one file (`.keys.json`).
///
/// What [#put] and [#delete] change is on disk when they return. Safe for many threads: a reader
/// sees one immutable state, writers take turns. The file belongs to one server at a time.
public final class Vault {
  private static final String VERSION = "1.0";

  private final KeyFile file;
  private final PasswordCipher cipher;
  private final InstantSource clock;

  /// Held across the write of the file: two writers must not overtake each other there.
  private final ReentrantLock writing = new ReentrantLock();

  /// As in the file, fields that Loom does not know included.
  @GuardedBy("writing")
  private ObjectNode document;

  private volatile Map<String, SealedEntry> entries;

  private Vault(KeyFile file, PasswordCipher cipher, InstantSource clock, ObjectNode document) {
    this.file = file;
    this.cipher = cipher;
    this.clock = clock;
    this.document = document;
    this.entries = parse(file, document);
  }

  public static Vault open(Path path, Secret password) {
    return open(path, password, InstantSource.system());
  }

  /// Opens the key store, or makes one when there is no file.
  ///
  /// @throws VaultException with the remedy, when the password is wrong or the file damaged; the
  ///   file is then as it was
  public static Vault open(Path path, Secret password, InstantSource clock) {
    if (password.isBlank()) {
      throw new VaultException("The key store needs a password; set LOOM_PASSWORD.");
    }
    var file = new KeyFile(path);
    var cipher = new PasswordCipher(password);
    var found = file.read();
    if (found.isPresent()) {
      verify(file, cipher, found.get());
      return new Vault(file, cipher, clock, found.get());
    }
    var fresh = emptyDocument(cipher);
    file.write(fresh);
    return new Vault(file, cipher, clock, fresh);
  }

  private static ObjectNode emptyDocument(PasswordCipher cipher) {
    var salt = PasswordCipher.newSalt();
    var base64 = Base64.getEncoder();
    var document = Json.mapper().createObjectNode();
    document.put("version", VERSION);
    document.put("password_salt", base64.encodeToString(salt));
    document.put("password_verify", base64.encodeToString(cipher.verifier(salt)));
    document.putObject("keys");
    return document;
  }

  private static void verify(KeyFile file, PasswordCipher cipher, ObjectNode document) {
    var version = document.path("version").asText();
    if (!version.equals(VERSION)) {
      throw file.corrupt("its version is \"%s\", not \"%s\"".formatted(version, VERSION));
    }
    var salt = bytes(file, document, "password_salt");
    var verifier = bytes(file, document, "password_verify");
    if (!MessageDigest.isEqual(verifier, cipher.verifier(salt))) {
      throw new VaultException(
          "The password does not open the key store %s. Set LOOM_PASSWORD to the one it was made with."
              .formatted(file.path()));
    }
  }

  private static byte[] bytes(KeyFile file, ObjectNode document, String field) {
    try {
      var bytes = Base64.getDecoder().decode(document.path(field).asText());
      if (bytes.length > 0) {
        return bytes;
      }
    } catch (IllegalArgumentException _) {
      // Said below.
    }
    throw file.corrupt(field + " is missing or not base64");
  }

  private static Map<String, SealedEntry> parse(KeyFile file, ObjectNode document) {
    var keys = document.path("keys");
    if (!keys.isObject() && !keys.isNull() && !keys.isMissingNode()) {
      throw file.corrupt("keys is not an object");
    }
    var parsed = new TreeMap<String, SealedEntry>();
    for (var key : keys.properties()) {
      parsed.put(key.getKey(), parse(file, key.getKey(), key.getValue()));
    }
    return Map.copyOf(parsed);
  }

  private static SealedEntry parse(KeyFile file, String id, JsonNode node) {
    Optional<SealedEntry> entry =
        node instanceof ObjectNode object ? SealedEntry.parse(object) : Optional.empty();
    return entry.orElseThrow(() -> file.corrupt("the entry " + id + " cannot be read"));
  }

  /// The secret kept under the id. Only the first read of an entry is slow.
  ///
  /// @throws VaultException when the entry was changed behind Loom's back
  public Optional<Secret> get(String id) {
    var entry = entries.get(id);
    if (entry == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(entry.open(cipher));
    } catch (GeneralSecurityException _) {
      throw file.corrupt("the entry " + id + " does not open");
    }
  }

  public SortedSet<String> ids() {
    return new TreeSet<>(entries.keySet());
  }

  /// Keeps a secret under the id, in place of the one that was there.
  ///
  /// @param name what people call it
  public void put(String id, String name, Secret secret) {
    var entry = SealedEntry.seal(cipher, secret);
    writing.lock();
    try {
      var changed = document.deepCopy();
      describe(keys(changed).withObjectProperty(id), id, name, entry);
      replace(changed);
      var all = new TreeMap<>(entries);
      all.put(id, entry);
      entries = Map.copyOf(all);
    } finally {
      writing.unlock();
    }
  }

  private void describe(ObjectNode node, String id, String name, SealedEntry entry) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
    node.put("id", id).put("name", name);
    if (!node.has("description")) {
      node.put("description", "");
    }
    node.put("encrypted_data", entry.base64());
    if (!node.has("created_at")) {
      node.put("created_at", now.toString());
    }
    node.put("updated_at", now.toString());
  }

  /// Forgets a secret; nothing happens when there is none.
  public void delete(String id) {
    writing.lock();
    try {
      if (!entries.containsKey(id)) {
        return;
      }
      var changed = document.deepCopy();
      keys(changed).remove(id);
      replace(changed);
      var rest = new TreeMap<>(entries);
      rest.remove(id);
      entries = Map.copyOf(rest);
    } finally {
      writing.unlock();
    }
  }

  @GuardedBy("writing")
  private void replace(ObjectNode changed) {
    file.write(changed);
    document = changed;
  }

  private static ObjectNode keys(ObjectNode document) {
    return document.get("keys") instanceof ObjectNode keys ? keys : document.putObject("keys");
  }
}
