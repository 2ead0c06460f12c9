package io.loom.server.secret;

import java.util.regex.Pattern;

/// What a secret may be called, so that it can be a variable of an environment.
final class SecretName {
  static final String RULE =
      "a name is an uppercase letter, then up to 127 of A-Z, 0-9 and _, such as NPM_TOKEN";
  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,127}");

  private SecretName() {}

  static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }
}
