package io.loom.server.vault;

import static java.lang.System.Logger.Level.INFO;
import static java.lang.System.Logger.Level.WARNING;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.loom.base.Secret;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;

/// The key store: secrets by id in one file (`.keys.json`), and the keys that seal columns of the
/// database.
///
/// The password's key seals a master key, the master key seals data keys, and those seal the key of
/// each value. So another password changes one small thing, and nothing that is stored under it.
///
/// What a method changes is on disk when it returns. Safe for many threads: a reader sees one
/// immutable state, writers take turns. The file belongs to one process at a time, see [VaultLock].
public final class Vault {
  private static final System.Logger LOG = System.getLogger(Vault.class.getName());

  private final KeyFile file;
  private final KeyDerivation derivation;
  private final InstantSource clock;

  /// Held across the write of the file: two writers must not overtake each other there.
  private final ReentrantLock writing = new ReentrantLock();

  private volatile Keyring keyring;

  private Vault(KeyFile file, KeyDerivation derivation, InstantSource clock, Keyring keyring) {
    this.file = file;
    this.derivation = derivation;
    this.clock = clock;
    this.keyring = keyring;
  }

  public static Vault open(Path path, Secret password) {
    return open(path, password, InstantSource.system());
  }

  public static Vault open(Path path, Secret password, InstantSource clock) {
    return open(path, password, clock, KeyDerivation.STANDARD);
  }

  /// Opens the key store, or makes one when there is no file. A file of the first version is
  /// upgraded in place, and kept as `….v1.bak` until the password is changed.
  ///
  /// @param derivation what a new password costs; those in the file keep their own cost
  /// @throws VaultException with the remedy, when the password is wrong or the file damaged; the
  ///   file is then as it was
  public static Vault open(
      Path path, Secret password, InstantSource clock, KeyDerivation derivation) {
    if (password.isBlank()) {
      throw new VaultException("The key store needs a password; set LOOM_PASSWORD.");
    }
    var file = new KeyFile(path);
    var now = now(clock);
    var document = file.read();
    var keyring =
        document.isPresent()
            ? open(file, document.get(), password, derivation, now)
            : create(file, password, derivation, now);
    return new Vault(file, derivation, clock, keyring);
  }

  private static Keyring create(
      KeyFile file, Secret password, KeyDerivation derivation, Instant now) {
    var keyring = Keyring.create(password, derivation, now);
    file.write(keyring.document());
    return keyring;
  }

  private static Keyring open(
      KeyFile file, ObjectNode document, Secret password, KeyDerivation derivation, Instant now) {
    var version = document.path("version").asText();
    var keyring =
        switch (version) {
          case FirstVersion.VERSION -> upgrade(file, document, password, derivation, now);
          case Keyring.VERSION -> settled(file, Keyring.open(file, document, password));
          default -> throw unknownVersion(file, version);
        };
    file.closeToOthers();
    var damaged = keyring.damaged();
    if (!damaged.isEmpty()) {
      LOG.log(
          WARNING,
          "entries of the key store {0} do not open, they were changed or moved: {1}",
          file.path(),
          String.join(", ", damaged));
    }
    return keyring;
  }

  static VaultException unknownVersion(KeyFile file, String version) {
    return file.corrupt(
        "its version is \"%s\"; this Loom knows %s and %s"
            .formatted(version, FirstVersion.VERSION, Keyring.VERSION));
  }

  private static Keyring upgrade(
      KeyFile file, ObjectNode document, Secret password, KeyDerivation derivation, Instant now) {
    var old = new FirstVersion(file, document);
    if (!old.isOf(password)) {
      throw file.wrongPassword();
    }
    var secrets = old.open(password);
    var keyring = Keyring.create(password, derivation, now).adopting(document, secrets, now);
    file.keepFirstVersion();
    file.write(keyring.document());
    LOG.log(
        INFO,
        "the key store {0} was upgraded to version {1}; the old file is {2}",
        file.path(),
        Keyring.VERSION,
        file.firstVersion());
    return keyring;
  }

  /// After a start with the new password, the old one ends.
  private static Keyring settled(KeyFile file, Keyring keyring) {
    if (keyring.passwordCount() == 1) {
      return keyring;
    }
    if (keyring.slot() < keyring.passwordCount() - 1) {
      LOG.log(
          WARNING,
          "the key store {0} was opened with its old password; set LOOM_PASSWORD to the new one",
          file.path());
      return keyring;
    }
    var alone = keyring.withNewestPassword();
    file.write(alone.document());
    LOG.log(INFO, "the old password of the key store {0} ended", file.path());
    return alone;
  }

  /// The secret kept under the id.
  ///
  /// @throws VaultException when the entry was changed behind Loom's back
  public Optional<Secret> get(String id) {
    var current = keyring;
    var sealed = current.entries().get(id);
    if (sealed == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(current.sealer().open(Keyring.place(id), sealed));
    } catch (VaultException _) {
      throw file.corrupt("the entry " + id + " does not open");
    }
  }

  public SortedSet<String> ids() {
    return new TreeSet<>(keyring.entries().keySet());
  }

  /// Keeps a secret under the id, in place of the one that was there.
  ///
  /// @param name what people call it
  public void put(String id, String name, Secret secret) {
    writing.lock();
    try {
      replace(keyring.with(id, name, secret, now(clock)));
    } finally {
      writing.unlock();
    }
  }

  /// Forgets a secret; nothing happens when there is none.
  public void delete(String id) {
    writing.lock();
    try {
      if (keyring.entries().containsKey(id)) {
        replace(keyring.without(id));
      }
    } finally {
      writing.unlock();
    }
  }

  /// What seals columns of the database with the keys of this vault.
  public Sealer sealer() {
    return new Sealer(() -> keyring.keys());
  }

  /// Makes a new data key, under which the entries of the file are at once. It is in the file
  /// before anything is sealed with it, so whatever lies in the database can be opened.
  ///
  /// @return its generation
  public int rotate() {
    writing.lock();
    try {
      replace(keyring.rotated(now(clock)));
      return keyring.keys().current();
    } finally {
      writing.unlock();
    }
  }

  /// Makes another password open the vault. The file of the first version, which the old one opens,
  /// is removed.
  ///
  /// @param current the password that opens it now
  public PasswordChange changePassword(Secret current, Secret fresh, PasswordChange.Old old) {
    writing.lock();
    try {
      var slots = Keyring.passwords(file, keyring.document());
      for (int i = slots.size() - 1; i >= 0; i--) {
        if (slots.get(i).open(file, current).isPresent()) {
          replace(keyring.withPassword(i, old, fresh, derivation, now(clock)));
          file.forgetFirstVersion();
          return new PasswordChange.Changed(keyring.passwordCount());
        }
      }
      return new PasswordChange.WrongPassword();
    } finally {
      writing.unlock();
    }
  }

  /// What there is to say of the vault.
  public VaultReport report() {
    return VaultReport.of(file, keyring);
  }

  /// Only under the lock.
  private void replace(Keyring changed) {
    file.write(changed.document());
    keyring = changed;
  }

  private static Instant now(InstantSource clock) {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS);
  }
}
