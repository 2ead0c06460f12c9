package io.loom.server.audit;

import java.util.Locale;
import java.util.regex.Pattern;

/// A place in the chain that somebody noted where nobody could change it.
///
/// @param hash in lower case hex
public record AuditAnchor(long n, String hash) {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,17}):([0-9a-fA-F]{64})");

  /// @param text such as `1234:9f86…`, as `loom audit verify` shows it
  public static AuditAnchor parse(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'%s' is not a place in the audit trail, like 1234:9f86… with 64 digits".formatted(text));
    }
    return new AuditAnchor(Long.parseLong(form.group(1)), form.group(2).toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return n + ":" + hash;
  }
}
