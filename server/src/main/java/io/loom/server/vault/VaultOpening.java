package io.loom.server.vault;

import io.loom.base.Secret;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// A server's key store from the first moment on: locked, and being opened on a thread of its own,
/// because the password's key takes as long to make as the database takes to open. Whoever makes it
/// closes it, which gives the lock back.
public final class VaultOpening implements AutoCloseable {
  private final VaultLock lock;
  private final FutureTask<Vault> task;
  private final Thread thread;

  private VaultOpening(VaultLock lock, FutureTask<Vault> task) {
    this.lock = lock;
    this.task = task;
    this.thread = Thread.ofPlatform().name("vault-opening").daemon().unstarted(task);
  }

  /// @throws VaultException when another process has the key store
  public static VaultOpening begin(Path file, Secret password, InstantSource clock) {
    var opening =
        new VaultOpening(
            VaultLock.take(file), new FutureTask<>(() -> Vault.open(file, password, clock)));
    opening.thread.start();
    return opening;
  }

  /// Waits until it is open.
  ///
  /// @throws VaultException as [Vault#open]
  public Vault vault() {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof VaultException refused) {
        throw refused;
      }
      throw new IllegalStateException("the key store did not open", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new VaultException("Loom was stopped before its key store was open.", e);
    }
  }

  @Override
  public void close() {
    try {
      // It may still be writing the file.
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    lock.close();
  }
}
