package io.loom.server.user;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import io.loom.base.Secret;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.text.Normalizer;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// Makes and checks password hashes, Argon2id in PHC form. Safe for many threads.
///
/// A hash is much work on purpose, so only so many are made at once, on threads of their own: on
/// those that carry requests they would hold up everybody else.
public final class PasswordHasher implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  private final HashingConfig config;
  private final Argon2Function function;
  private final Semaphore turns;
  private final ExecutorService threads;
  private final AtomicLong made = new AtomicLong();

  /// What passwords of unknown users are compared with, so that they cost the same.
  private final byte[] nobodysHash;

  public PasswordHasher(HashingConfig config) {
    this.config = config;
    this.function =
        Argon2Function.getInstance(
            config.memoryKib(), config.iterations(), 1, HASH_BYTES, Argon2.ID);
    this.turns = new Semaphore(config.atOnce(), true);
    this.threads =
        Executors.newFixedThreadPool(
            config.atOnce(), Thread.ofPlatform().name("password-", 0).daemon().factory());
    var salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    this.nobodysHash =
        "$argon2id$v=19$m=%d,t=%d,p=1$%s$%s"
            .formatted(
                config.memoryKib(), config.iterations(), base64(salt), base64(new byte[HASH_BYTES]))
            .getBytes(StandardCharsets.US_ASCII);
  }

  private static String base64(byte[] bytes) {
    return java.util.Base64.getEncoder().withoutPadding().encodeToString(bytes);
  }

  /// @return empty when too many wait
  public Optional<Secret> hash(Secret password) {
    var salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return inTurn(() -> new Secret(function.hash(bytes(password), salt).getResult()));
  }

  /// @param hash absent for an unknown user; that takes as long
  public PasswordCheck check(Secret password, @Nullable Secret hash) {
    var expected = hash == null ? nobodysHash : hash.reveal().getBytes(StandardCharsets.US_ASCII);
    return inTurn(() -> matches(bytes(password), expected) && hash != null)
        .map(matches -> matches ? PasswordCheck.MATCHES : PasswordCheck.DIFFERS)
        .orElse(PasswordCheck.BUSY);
  }

  private static boolean matches(byte[] password, byte[] expected) {
    var text = new String(expected, StandardCharsets.US_ASCII);
    return Argon2Function.getInstanceFromHash(text).check(password, expected);
  }

  /// The same letters typed on another keyboard are the same password.
  private static byte[] bytes(Secret password) {
    return Normalizer.normalize(password.reveal(), Normalizer.Form.NFC)
        .getBytes(StandardCharsets.UTF_8);
  }

  private <T> Optional<T> inTurn(Callable<T> work) {
    try {
      if (!turns.tryAcquire(config.patience().toMillis(), TimeUnit.MILLISECONDS)) {
        return Optional.empty();
      }
      try {
        made.incrementAndGet();
        return Optional.of(threads.submit(work).get());
      } finally {
        turns.release();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("a password could not be hashed", e.getCause());
    }
  }

  /// How many hashes were made or compared since the start.
  public long made() {
    return made.get();
  }

  @Override
  public void close() {
    threads.close();
  }
}
