package io.loom.ground.config;

import io.loom.base.ByteSize;
import io.loom.base.Secret;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Turns the text of one value into the type that a setting has. What it throws says how to write
/// the value and does not repeat it.
final class ScalarParser {
  private static final Map<Class<?>, Function<String, Object>> PARSERS =
      Map.ofEntries(
          Map.entry(String.class, text -> text),
          Map.entry(Secret.class, Secret::new),
          Map.entry(int.class, ScalarParser::parseInt),
          Map.entry(Integer.class, ScalarParser::parseInt),
          Map.entry(long.class, ScalarParser::parseLong),
          Map.entry(Long.class, ScalarParser::parseLong),
          Map.entry(double.class, ScalarParser::parseDouble),
          Map.entry(BigDecimal.class, ScalarParser::parseDecimal),
          Map.entry(boolean.class, ScalarParser::parseBoolean),
          Map.entry(Duration.class, ScalarParser::parseDuration),
          Map.entry(ByteSize.class, ScalarParser::parseSize),
          Map.entry(Path.class, ScalarParser::parsePath),
          Map.entry(URI.class, ScalarParser::parseUri));

  private ScalarParser() {}

  static boolean parses(Class<?> type) {
    return type.isEnum() || PARSERS.containsKey(type);
  }

  static Object parse(Class<?> type, String text) {
    if (type.isEnum()) {
      return parseEnum(type, text);
    }
    @Nullable Function<String, Object> parser = PARSERS.get(type);
    if (parser == null) {
      throw new IllegalStateException("no setting can be a " + type.getName());
    }
    return parser.apply(text);
  }

  private static Object parseInt(String text) {
    long number = (Long) parseLong(text);
    if (number != (int) number) {
      throw new IllegalArgumentException("write a whole number below 2147483648");
    }
    return (int) number;
  }

  private static Object parseLong(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("write a whole number, like 20, without a unit", e);
    }
  }

  private static Object parseDouble(String text) {
    double number = ((BigDecimal) parseDecimal(text)).doubleValue();
    if (Double.isInfinite(number)) {
      throw new IllegalArgumentException("write a smaller number");
    }
    return number;
  }

  private static Object parseDecimal(String text) {
    try {
      return new BigDecimal(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("write a number, like 2 or 1.5", e);
    }
  }

  private static Object parseBoolean(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("write true or false");
    };
  }

  private static Object parseDuration(String text) {
    try {
      return Durations.parse(text);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("write a shorter time", e);
    }
  }

  private static Object parseSize(String text) {
    try {
      return ByteSize.parse(text);
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new IllegalArgumentException("write a size, like 512KiB, 64MiB or 2GiB", e);
    }
  }

  private static Object parsePath(String text) {
    if (text.isEmpty() || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException("write the path of a file or folder, like ./data");
    }
    return Path.of(text);
  }

  private static Object parseUri(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("write an address, like http://localhost:8090/v1", e);
    }
  }

  private static Object parseEnum(Class<?> type, String text) {
    var constants = type.getEnumConstants();
    return Arrays.stream(constants)
        .filter(constant -> KeyNames.ofConstant((Enum<?>) constant).equals(text))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                Arrays.stream(constants)
                    .map(constant -> KeyNames.ofConstant((Enum<?>) constant))
                    .collect(Collectors.joining(", ", "write one of ", ""))));
  }
}
