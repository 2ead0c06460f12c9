package io.loom.server.vault;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// Where a sealed value belongs. It opens there and nowhere else, so that whoever can write to the
/// database cannot move one secret to the place of another. The three parts are stored with no
/// sealed value, but each is bound to it: renaming a table or a field makes its values unreadable.
public record Place(String table, String row, String field) {
  /// The place as bytes that no other place or purpose has: every part follows its length.
  byte[] bound(String purpose) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      for (var part : new String[] {purpose, table, row, field}) {
        var text = part.getBytes(StandardCharsets.UTF_8);
        out.writeInt(text.length);
        out.write(text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /// For messages, such as `secrets/42/value`.
  @Override
  public String toString() {
    return table + "/" + row + "/" + field;
  }
}
