package io.loom.bench.dispatch;

/// How much of something happened in a second.
///
/// @param processorMillis what one took of the processors, with all that goes along with it
/// @param bar what it is to reach
record Rate(String what, int count, double perSecond, double processorMillis, double bar) {
  boolean isWithinBar() {
    return perSecond >= bar;
  }
}
