package io.loom.server.config;

import io.loom.base.ByteSize;
import java.time.Duration;

/// The checks that several sections make. What they throw begins with the key.
final class Checks {
  private Checks() {}

  static void between(String key, double value, double least, double most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s is %s; write a number from %s to %s"
              .formatted(key, plain(value), plain(least), plain(most)));
    }
  }

  static void atLeast(String key, double value, double least) {
    if (value < least) {
      throw new IllegalArgumentException(
          "%s is %s; write %s or more".formatted(key, plain(value), plain(least)));
    }
  }

  static void atLeast(String key, ByteSize value, ByteSize least) {
    if (value.bytes() < least.bytes()) {
      throw new IllegalArgumentException("%s is %s; write %s or more".formatted(key, value, least));
    }
  }

  static void positive(String key, Duration value) {
    if (!value.isPositive()) {
      throw new IllegalArgumentException("%s is zero; write a time, like 30s".formatted(key));
    }
  }

  static void notBlank(String key, String value) {
    if (value.isBlank()) {
      throw new IllegalArgumentException("%s is blank; write a text".formatted(key));
    }
  }

  private static String plain(double value) {
    return value == Math.rint(value) ? "%d".formatted((long) value) : Double.toString(value);
  }
}
