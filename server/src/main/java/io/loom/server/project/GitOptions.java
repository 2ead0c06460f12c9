package io.loom.server.project;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The settings of git that a project may have. Git runs programs for some of its settings and
/// reads files for others, so only those pass that are known to be harmless.
public final class GitOptions {
  private static final Map<String, Pattern> KNOWN =
      Map.of(
          "http.proxy", Pattern.compile("(https?|socks5h?)://[A-Za-z0-9.\\[\\]:_-]+/?"),
          "http.version", Pattern.compile("HTTP/(1\\.1|2)"),
          "http.postbuffer", Pattern.compile("[0-9]{1,9}[km]?"),
          "http.lowspeedlimit", Pattern.compile("[0-9]{1,9}"),
          "http.lowspeedtime", Pattern.compile("[0-9]{1,6}"),
          "core.compression", Pattern.compile("-1|[0-9]"),
          "pack.threads", Pattern.compile("[0-9]{1,2}"),
          "protocol.version", Pattern.compile("[012]"));

  private GitOptions() {}

  /// What is wrong with a setting, in words for the person who gave it.
  ///
  /// @param value empty removes the setting
  static Optional<String> problemWith(String name, String value) {
    var pattern = KNOWN.get(name.toLowerCase(Locale.ROOT));
    if (pattern == null) {
      return Optional.of(
          "git_config_options has %s; Loom takes %s."
              .formatted(name, String.join(", ", KNOWN.keySet().stream().sorted().toList())));
    }
    return value.isEmpty() || pattern.matcher(value).matches()
        ? Optional.empty()
        : Optional.of("git_config_options.%s has a value that Loom does not take.".formatted(name));
  }
}
