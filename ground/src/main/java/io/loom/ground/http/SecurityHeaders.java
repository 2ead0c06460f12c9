package io.loom.ground.http;

import java.util.List;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.PreEncodedHttpField;

/// What every answer tells browsers. A route that needs something else puts its own value.
final class SecurityHeaders {
  private static final String POLICY =
      "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src"
          + " 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors"
          + " 'none'";

  private static final List<HttpField> ALWAYS =
      List.of(
          new PreEncodedHttpField("Content-Security-Policy", POLICY),
          new PreEncodedHttpField("X-Content-Type-Options", "nosniff"),
          new PreEncodedHttpField("X-Frame-Options", "DENY"),
          new PreEncodedHttpField("Referrer-Policy", "no-referrer"),
          new PreEncodedHttpField("Cross-Origin-Opener-Policy", "same-origin"),
          new PreEncodedHttpField("Cross-Origin-Resource-Policy", "same-origin"),
          new PreEncodedHttpField("Cache-Control", "no-store"));
  private static final HttpField ONLY_TLS =
      new PreEncodedHttpField("Strict-Transport-Security", "max-age=31536000");

  private SecurityHeaders() {}

  static void put(HttpFields.Mutable headers) {
    ALWAYS.forEach(headers::put);
  }

  /// For servers that speak nothing but TLS.
  static void putOnlyTls(HttpFields.Mutable headers) {
    headers.put(ONLY_TLS);
  }
}
