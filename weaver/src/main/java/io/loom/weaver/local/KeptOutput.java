package io.loom.weaver.local;

import java.util.Arrays;

/// The head and the tail of a stream of bytes. Used by one thread at a time.
final class KeptOutput {
  private final int headLimit;
  private final int tailLimit;
  private byte[] head = new byte[0];
  private byte[] tail = new byte[0];
  private int headSize;

  /// Counts all bytes that went into the tail; the ring's end is this, modulo its size.
  private long tailed;

  /// @param limit bytes kept in all; half of them at either end
  KeptOutput(long limit) {
    int most = (int) Math.min(limit, Integer.MAX_VALUE - 64);
    this.headLimit = most - most / 2;
    this.tailLimit = most / 2;
  }

  void add(byte[] bytes, int offset, int length) {
    int toHead = Math.min(length, headLimit - headSize);
    if (toHead > 0) {
      head = roomFor(head, headSize + toHead, headLimit);
      System.arraycopy(bytes, offset, head, headSize, toHead);
      headSize += toHead;
    }
    addToTail(bytes, offset + toHead, length - toHead);
  }

  private void addToTail(byte[] bytes, int offset, int length) {
    int from = offset;
    int left = length;
    if (left > tailLimit) {
      int skipped = left - tailLimit;
      tailed += skipped;
      from += skipped;
      left = tailLimit;
    }
    tail = roomFor(tail, (int) Math.min(tailed + left, tailLimit), tailLimit);
    while (left > 0) {
      int at = (int) (tailed % tailLimit);
      int part = Math.min(left, tailLimit - at);
      System.arraycopy(bytes, from, tail, at, part);
      tailed += part;
      from += part;
      left -= part;
    }
  }

  long dropped() {
    return Math.max(0, tailed - tailLimit);
  }

  byte[] bytes() {
    int tailSize = (int) Math.min(tailed, tailLimit);
    var all = Arrays.copyOf(head, headSize + tailSize);
    int start = dropped() > 0 && tailLimit > 0 ? (int) (tailed % tailLimit) : 0;
    int first = Math.min(tailSize, tailLimit - start);
    System.arraycopy(tail, start, all, headSize, first);
    System.arraycopy(tail, 0, all, headSize + first, tailSize - first);
    return all;
  }

  private static byte[] roomFor(byte[] array, int size, int limit) {
    if (size <= array.length) {
      return array;
    }
    long doubled = Math.min(limit, Math.max(8192L, 2L * array.length));
    return Arrays.copyOf(array, (int) Math.max(size, doubled));
  }
}
