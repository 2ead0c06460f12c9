package io.loom.server.project;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What git needs to get at a project's repository, besides its address and the method.
///
/// @param credentialId the name of the project's secret that signs in, if it has another name than
///   the usual one
/// @param options settings of git that the project may make, by their names; see [#PROXY] and
///   [#CERTIFICATES]
public record GitSettings(@Nullable String credentialId, Map<String, String> options) {
  /// The address of an HTTP proxy.
  public static final String PROXY = "http.proxy";

  /// An absolute path on the server to a file of certificates that HTTPS is to believe.
  public static final String CERTIFICATES = "http.sslCAInfo";

  static final GitSettings NONE = new GitSettings(null, Map.of());

  private static final Set<String> OPTIONS = Set.of(PROXY, CERTIFICATES);
  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9_]{0,127}");
  private static final Pattern PROXY_ADDRESS =
      Pattern.compile("(https?|socks5h?)://[A-Za-z0-9.:\\[\\]-]+/?");
  private static final Pattern FILE = Pattern.compile("/[^\\x00-\\x1f\\x7f]{0,1000}");

  /// @throws IllegalArgumentException saying what is wrong
  public GitSettings {
    var problem = problemWith(options);
    if (problem.isPresent()) {
      throw new IllegalArgumentException(problem.get());
    }
    credentialId = credentialId == null || credentialId.isBlank() ? null : credentialId.strip();
    options = Collections.unmodifiableMap(new TreeMap<>(options));
  }

  /// An option, if the project makes it.
  public Optional<String> option(String name) {
    return Optional.ofNullable(options.get(name));
  }

  static Optional<String> problemWithCredentialId(String name) {
    return NAME.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(
            "git_credential_id names a secret of the project, such as GIT_TOKEN: an uppercase"
                + " letter, then A-Z, 0-9 and _.");
  }

  private static Optional<String> problemWith(Map<String, String> options) {
    return options.entrySet().stream()
        .flatMap(option -> problemWithOption(option.getKey(), option.getValue()).stream())
        .findFirst();
  }

  /// @param value empty for an option that is to go
  static Optional<String> problemWithOption(String name, String value) {
    if (!OPTIONS.contains(name)) {
      return Optional.of(
          "git_config_options takes %s and %s, not %s.".formatted(PROXY, CERTIFICATES, name));
    }
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (name.equals(PROXY)) {
      return PROXY_ADDRESS.matcher(value).matches()
          ? Optional.empty()
          : Optional.of(
              "http.proxy is an address like http://proxy.example.com:3128, without a password;"
                  + " one with a password belongs into git.proxy of the server's settings.");
    }
    return FILE.matcher(value).matches()
        ? Optional.empty()
        : Optional.of("http.sslCAInfo is an absolute path on the server.");
  }

  /// With these changes.
  ///
  /// @param credential the present one stays without
  /// @param changes added by name; an empty value removes its option
  GitSettings with(@Nullable String credential, Map<String, String> changes) {
    var merged = new TreeMap<>(options);
    changes.forEach((name, value) -> {
      if (value.isEmpty()) {
        merged.remove(name);
      } else {
        merged.put(name, value);
      }
    });
    return new GitSettings(credential == null ? credentialId : credential, merged);
  }
}
