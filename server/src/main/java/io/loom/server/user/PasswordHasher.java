package io.loom.server.user;

import io.loom.base.Secret;
import io.loom.ground.password.Argon2id;
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

  private final HashingConfig config;
  private final Argon2id cost;
  private final Semaphore turns;
  private final ExecutorService threads;
  private final AtomicLong made = new AtomicLong();

  /// What passwords of unknown users are compared with, so that they cost the same.
  private final Secret nobodysHash;

  public PasswordHasher(HashingConfig config) {
    this.config = config;
    this.cost = new Argon2id(config.memoryKib(), config.iterations(), 1);
    this.turns = new Semaphore(config.atOnce(), true);
    this.threads =
        Executors.newFixedThreadPool(
            config.atOnce(), Thread.ofPlatform().name("password-", 0).daemon().factory());
    this.nobodysHash = new Secret(cost.hashOfNothing(salt()));
  }

  private static byte[] salt() {
    var salt = new byte[SALT_BYTES];
    RANDOM.nextBytes(salt);
    return salt;
  }

  /// @return empty when too many wait
  public Optional<Secret> hash(Secret password) {
    return inTurn(() -> new Secret(cost.hash(bytes(password), salt())));
  }

  /// @param hash absent for an unknown user; that takes as long
  public PasswordCheck check(Secret password, @Nullable Secret hash) {
    var expected = hash == null ? nobodysHash : hash;
    return inTurn(() -> Argon2id.matches(bytes(password), expected.reveal()) && hash != null)
        .map(matches -> matches ? PasswordCheck.MATCHES : PasswordCheck.DIFFERS)
        .orElse(PasswordCheck.BUSY);
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
