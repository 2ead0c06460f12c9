package io.loom.server.vault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.base.Secret;
import io.loom.ground.http.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Base64;
import java.util.function.Consumer;

/// A key store file under test, whose passwords cost little.
record KeyStore(Path file) {
  static final Secret PASSWORD = new Secret("pässword 1");
  private static final KeyDerivation CHEAP = new KeyDerivation(64, 1, 1);

  Vault open() {
    return open(PASSWORD);
  }

  Vault open(Secret password) {
    return Vault.open(file, password, InstantSource.system(), CHEAP);
  }

  String text() throws IOException {
    return Files.readString(file);
  }

  /// Changes the file behind Loom's back.
  void edit(Consumer<ObjectNode> change) throws IOException {
    var document = (ObjectNode) Json.tree(text());
    change.accept(document);
    Files.writeString(file, document.toString());
  }

  /// Changes the last bit of a base64 field.
  static void flip(ObjectNode node, String field) {
    var bytes = Base64.getDecoder().decode(node.get(field).asText());
    bytes[bytes.length - 1] ^= 1;
    node.put(field, Base64.getEncoder().encodeToString(bytes));
  }

  static ObjectNode entry(ObjectNode document, String id) {
    return document.withObjectProperty("keys").withObjectProperty(id);
  }
}
