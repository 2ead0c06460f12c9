package io.loom.bench.demo;

import com.fasterxml.jackson.databind.node.DecimalNode;
import io.loom.cli.screen.Words;
import java.math.BigDecimal;

/// Money as people read it.
final class Dollars {
  private static final int MICRO_DIGITS = 6;

  private Dollars() {}

  /// @param micros millionths of a dollar
  static String of(long micros) {
    return Words.money(DecimalNode.valueOf(BigDecimal.valueOf(micros, MICRO_DIGITS)));
  }
}
