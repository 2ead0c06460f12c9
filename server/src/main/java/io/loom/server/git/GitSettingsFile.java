package io.loom.server.git;

/// The text of a file of git's settings, in the making.
final class GitSettingsFile {
  private final StringBuilder text = new StringBuilder();

  void add(String section, String key, String value) {
    var quoted =
        value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n").replace("\t", "\\t");
    text.append("[%s]\n\t%s = \"%s\"\n".formatted(section, key, quoted));
  }

  String text() {
    return text.toString();
  }
}
