package io.loom.server.sso;

/// What a browser shows after it was at the provider.
final class SsoPage {
  private static final String FRAME =
      """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      %s<title>%s · Loom</title>
      </head>
      <body>
      <h1>%s</h1>
      %s
      </body>
      </html>
      """;

  private SsoPage() {}

  /// Leads on by itself. A redirect would not do: to the browser it would still be the provider's
  /// doing, and the session's cookie stays at home then.
  static String signedIn(ReturnPath to) {
    var path = escaped(to.text());
    return FRAME.formatted(
        "<meta http-equiv=\"refresh\" content=\"0; url=%s\">\n".formatted(path),
        "Signed in",
        "Signed in",
        "<p><a href=\"%s\">Go on</a></p>".formatted(path));
  }

  static String failed(String title, String reason) {
    return FRAME.formatted(
        "",
        escaped(title),
        escaped(title),
        "<p>%s</p>\n<p><a href=\"/api/v1/auth/sso/login\">Try again</a></p>"
            .formatted(escaped(reason)));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
