package io.loom.server.bead.file;

import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Whether two JSON texts say the same. Programs escape, space and order differently; that changes
/// a text but nothing that it says.
final class RawValues {
  private RawValues() {}

  static boolean same(@Nullable String one, @Nullable String other) {
    return Objects.equals(one, other)
        || (one != null && other != null && plain(one).equals(plain(other)));
  }

  /// Like [#same], for the value of a key of a bead: some lists have no order.
  static boolean sameOf(String key, @Nullable String one, @Nullable String other) {
    if (same(one, other)) {
      return true;
    }
    return switch (key) {
      case "labels", "dependencies", "comments" -> elements(one).equals(elements(other));
      default -> false;
    };
  }

  private static Set<String> elements(@Nullable String array) {
    return RawText.elements(array).stream()
        .map(RawValues::plain)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// A value without spaces, with its members in order and nothing escaped that need not be.
  /// Numbers stay as they are written.
  static String plain(String value) {
    return switch (value.isEmpty() ? ' ' : value.charAt(0)) {
      case '"' -> RawText.encode(String.valueOf(RawText.decode(value)));
      case '{' -> {
        var object = RawObject.parse(value);
        var members = new TreeMap<String, String>();
        object
            .keys()
            .forEach(key ->
                members.put(RawText.encode(key), plain(Objects.requireNonNull(object.get(key)))));
        yield members.entrySet().stream()
            .map(member -> member.getKey() + ":" + member.getValue())
            .collect(Collectors.joining(",", "{", "}"));
      }
      case '[' ->
          RawText.elements(value).stream()
              .map(RawValues::plain)
              .collect(Collectors.joining(",", "[", "]"));
      default -> value;
    };
  }
}
