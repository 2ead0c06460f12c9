package io.loom.cli.rest;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/// Closes a connection on which nothing was heard for long: a peer that vanished without a word
/// would leave its reader waiting for ever.
final class SilenceWatch implements AutoCloseable {
  private final InputStream bytes;
  private final long silence;
  private final AtomicLong lastHeard = new AtomicLong(System.nanoTime());
  private final Thread thread = Thread.ofVirtual().name("silence-watch").unstarted(this::run);

  private SilenceWatch(InputStream bytes, Duration silence) {
    this.bytes = bytes;
    this.silence = silence.toNanos();
  }

  static SilenceWatch start(InputStream bytes, Duration silence) {
    var watch = new SilenceWatch(bytes, silence);
    watch.thread.start();
    return watch;
  }

  void heard() {
    lastHeard.set(System.nanoTime());
  }

  private void run() {
    try {
      long left = silence;
      while (left > 0) {
        Thread.sleep(Duration.ofNanos(left));
        left = silence - (System.nanoTime() - lastHeard.get());
      }
    } catch (InterruptedException _) {
      // The connection is over.
    }
    closeQuietly();
  }

  /// Closes the connection too. From whichever thread, a reader that waits on it wakes up.
  @Override
  public void close() {
    thread.interrupt();
    closeQuietly();
  }

  private void closeQuietly() {
    try {
      bytes.close();
    } catch (IOException _) {
      // It is being thrown away.
    }
  }
}
