package io.loom.base;

import java.util.Locale;
import java.util.regex.Pattern;

/// A number of bytes, written as `512`, `64KiB`, `64MiB` or `2GiB` (or `k`, `M`, `G` with 1000).
public record ByteSize(long bytes) {
  private static final Pattern SYNTAX = Pattern.compile("(\\d{1,15})\\s*([kKmMgGtT]?)(i?)[bB]?");

  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("a size of %d bytes".formatted(bytes));
    }
  }

  public static ByteSize ofMebibytes(long mebibytes) {
    return new ByteSize(mebibytes << 20);
  }

  public static ByteSize parse(String text) {
    var match = SYNTAX.matcher(text.strip());
    if (!match.matches()) {
      throw new IllegalArgumentException(
          "\"%s\" is not a size; write it like 64MiB or 2GiB".formatted(text));
    }
    long unit = match.group(3).isEmpty() ? 1000 : 1024;
    var prefix = match.group(2).toLowerCase(Locale.ROOT);
    int power = prefix.isEmpty() ? 0 : "kmgt".indexOf(prefix) + 1;
    long bytes = Long.parseLong(match.group(1));
    for (int i = 0; i < power; i++) {
      bytes = Math.multiplyExact(bytes, unit);
    }
    return new ByteSize(bytes);
  }

  @Override
  public String toString() {
    if (bytes > 0 && bytes % (1L << 30) == 0) {
      return (bytes >> 30) + "GiB";
    }
    return bytes > 0 && bytes % (1L << 20) == 0 ? (bytes >> 20) + "MiB" : Long.toString(bytes);
  }
}
