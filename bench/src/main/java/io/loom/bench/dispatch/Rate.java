package io.loom.bench.dispatch;

import org.jspecify.annotations.Nullable;

/// How much of something happened in a second.
///
/// @param processorMillis what one took of the processors, with all that goes along with it; absent
///   when others took part of it
/// @param bar what it is to reach; absent when nothing was promised
record Rate(
    String what,
    int count,
    double perSecond,
    @Nullable Double processorMillis,
    @Nullable Double bar) {
  boolean isWithinBar() {
    return bar == null || perSecond >= bar;
  }
}
