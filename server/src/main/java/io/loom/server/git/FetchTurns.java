package io.loom.server.git;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/// Lets one thread at a time fetch into a mirror. Two at once would each find the other's lock on a
/// ref; and who waited while somebody else's fetch began and ended has what he wanted.
///
/// Safe for many threads. The lock is held while git runs: that is what it is for.
final class FetchTurns {
  private final ReentrantLock lock = new ReentrantLock(true);
  private final AtomicLong begun = new AtomicLong();
  private long done;
  private String doneUrl = "";

  /// Something that git does.
  interface Work {
    void run() throws GitException;
  }

  /// Fetches from an address, or waits for a fetch from there that began after this call.
  void fetch(String url, Work fetch) throws GitException {
    long needed = begun.get() + 1;
    lock.lock();
    try {
      if (done >= needed && doneUrl.equals(url)) {
        return;
      }
      long mine = begun.incrementAndGet();
      fetch.run();
      done = mine;
      doneUrl = url;
    } finally {
      lock.unlock();
    }
  }

  /// Does something that must not meet a fetch.
  void apart(Work work) throws GitException {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }
}
