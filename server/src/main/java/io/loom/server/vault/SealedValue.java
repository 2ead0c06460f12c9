package io.loom.server.vault;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Optional;

/// A sealed value in its parts: `1 ‖ generation[4] ‖ wrapped key[60] ‖ sealed text`, as base64.
/// Stored, so the layout never changes; another one begins with another number.
///
/// @param generation of the data key that the value's own key is sealed with
/// @param wrappedKey the value's own key, sealed
/// @param body the text, sealed with the value's own key
record SealedValue(int generation, ByteBuffer wrappedKey, ByteBuffer body) {
  private static final byte LAYOUT = 1;
  private static final int WRAPPED = Aead.KEY + Aead.OVERHEAD;
  private static final int HEAD = 1 + Integer.BYTES + WRAPPED;

  static SealedValue of(int generation, byte[] wrappedKey, byte[] body) {
    return new SealedValue(generation, ByteBuffer.wrap(wrappedKey), ByteBuffer.wrap(body));
  }

  /// Nothing when the text cannot be one.
  static Optional<SealedValue> parse(String text) {
    try {
      var bytes = ByteBuffer.wrap(Base64.getDecoder().decode(text));
      if (bytes.remaining() < HEAD + Aead.OVERHEAD || bytes.get() != LAYOUT) {
        return Optional.empty();
      }
      int generation = bytes.getInt();
      return Optional.of(
          new SealedValue(generation, bytes.slice(1 + Integer.BYTES, WRAPPED), rest(bytes)));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static ByteBuffer rest(ByteBuffer bytes) {
    return bytes.slice(HEAD, bytes.limit() - HEAD);
  }

  String text() {
    var bytes =
        ByteBuffer.allocate(HEAD + body.remaining())
            .put(LAYOUT)
            .putInt(generation)
            .put(wrappedKey.duplicate())
            .put(body.duplicate());
    return Base64.getEncoder().encodeToString(bytes.array());
  }

  byte[] wrappedKeyBytes() {
    return bytes(wrappedKey);
  }

  byte[] bodyBytes() {
    return bytes(body);
  }

  private static byte[] bytes(ByteBuffer buffer) {
    var bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
