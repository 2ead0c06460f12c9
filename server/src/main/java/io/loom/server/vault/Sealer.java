package io.loom.server.vault;

import io.loom.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.function.Supplier;
import javax.crypto.SecretKey;

/// Seals values that lie outside the key store, in columns of the database. Safe for many threads.
///
/// Each value has a key of its own, which the newest data key of the vault seals; so a rotation
/// seals the small keys anew and leaves the values alone. A sealed value is base64 text.
public final class Sealer {
  private static final String KEY = "value-key";
  private static final String VALUE = "value";

  private final Supplier<DataKeys> keys;

  Sealer(Supplier<DataKeys> keys) {
    this.keys = keys;
  }

  /// The generation of data keys that seals now.
  public int generation() {
    return keys.get().current();
  }

  public String seal(Place place, Secret secret) {
    var current = keys.get();
    var own = Aead.newKey();
    var text = secret.reveal().getBytes(StandardCharsets.UTF_8);
    return SealedValue.of(
            current.current(), wrap(current, place, own), Aead.seal(own, place.bound(VALUE), text))
        .text();
  }

  /// @throws VaultException when the value was changed, or sealed for another place or with another
  ///   key store
  public Secret open(Place place, String sealed) {
    var value = parse(place, sealed);
    try {
      var text = Aead.open(unwrap(place, value), place.bound(VALUE), value.bodyBytes());
      return new Secret(new String(text, StandardCharsets.UTF_8));
    } catch (GeneralSecurityException _) {
      throw damaged(place);
    }
  }

  /// The same value under the newest data key; a value that is under it already stays as it is.
  ///
  /// @throws VaultException as [#open]
  public String reseal(Place place, String sealed) {
    var current = keys.get();
    var value = parse(place, sealed);
    if (value.generation() == current.current()) {
      return sealed;
    }
    var wrapped = wrap(current, place, unwrap(place, value));
    return SealedValue.of(current.current(), wrapped, value.bodyBytes()).text();
  }

  private static byte[] wrap(DataKeys keys, Place place, SecretKey own) {
    return Aead.seal(keys.currentKey(), place.bound(KEY), own.getEncoded());
  }

  private SecretKey unwrap(Place place, SealedValue value) {
    var key =
        keys.get()
            .find(value.generation())
            .orElseThrow(() ->
                new VaultException(
                    "%s is sealed with data key %d, which this key store does not have. Restore the .keys.json that belongs to this database."
                        .formatted(place, value.generation())));
    try {
      return Aead.key(Aead.open(key, place.bound(KEY), value.wrappedKeyBytes()));
    } catch (GeneralSecurityException _) {
      throw damaged(place);
    }
  }

  private static SealedValue parse(Place place, String sealed) {
    return SealedValue.parse(sealed).orElseThrow(() -> damaged(place));
  }

  private static VaultException damaged(Place place) {
    return new VaultException(
        "%s does not open: it was changed or moved, or it was sealed with another key store. Restore database and .keys.json from the same backup, or store the secret anew."
            .formatted(place));
  }
}
