package io.loom.server.vault;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/// The right of one process to use a key store, by a lock on the file `….lock` beside it. The
/// kernel takes it back from a process that dies; the file stays and means nothing.
public final class VaultLock implements AutoCloseable {
  private final FileChannel channel;

  private VaultLock(FileChannel channel) {
    this.channel = channel;
  }

  /// @throws VaultException when another process has it
  public static VaultLock take(Path keyStore) {
    var file = keyStore.toAbsolutePath();
    var lock = file.resolveSibling(file.getFileName() + ".lock");
    try {
      Files.createDirectories(KeyFile.parent(lock));
      var channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) == null) {
        channel.close();
        throw new VaultException(
            "The key store %s is in use by another Loom. Stop that one, or start this one in another folder."
                .formatted(file));
      }
      return new VaultLock(channel);
    } catch (IOException e) {
      throw new VaultException(
          "The key store %s cannot be locked: %s. Make its folder writable.".formatted(file, e), e);
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException _) {
      return null;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new VaultException("The lock of the key store cannot be given back: " + e, e);
    }
  }
}
