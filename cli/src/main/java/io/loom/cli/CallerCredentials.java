package io.loom.cli;

import io.loom.cli.rest.ApiPath;
import io.loom.cli.rest.Authorization;
import io.loom.cli.rest.Failure;
import io.loom.cli.rest.Json;
import io.loom.cli.rest.LoomClient;
import io.loom.cli.rest.ServerAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Who makes the requests of a command: a token or key of the environment, else whoever signed in
/// to the server with `loom login`.
///
/// For one thread.
final class CallerCredentials implements Authorization {
  static final String TOKEN = "LOOM_TOKEN";
  static final String KEY = "LOOM_API_KEY";

  /// How keys of Loom begin. Providers' keys, which the variable may hold as well, do not.
  private static final String KEY_START = "loom_";

  private final Terminal terminal;
  private final CredentialFile file;
  private final Map<URI, Map<String, String>> kept = new HashMap<>();

  CallerCredentials(Terminal terminal, CredentialFile file) {
    this.terminal = terminal;
    this.file = file;
  }

  /// What of the environment goes before whoever signed in; blank when nothing does.
  static String variable(Terminal terminal) {
    if (!terminal.variable(TOKEN).isBlank()) {
      return TOKEN;
    }
    return isKey(terminal.variable(KEY)) ? KEY : "";
  }

  static boolean isKey(String text) {
    return text.strip().startsWith(KEY_START);
  }

  @Override
  public Map<String, String> headers(URI server) {
    return switch (variable(terminal)) {
      case TOKEN -> bearer(headerText(TOKEN));
      case KEY -> Map.of("X-API-Key", headerText(KEY));
      default -> kept.computeIfAbsent(server, this::signedIn);
    };
  }

  @Override
  public String remedy(URI server) {
    var variable = variable(terminal);
    return variable.isEmpty()
        ? "Sign in: loom login"
        : "%s of the environment does not hold there. Sign in: unset it, then loom login"
            .formatted(variable);
  }

  private String headerText(String variable) {
    var text = terminal.variable(variable).strip();
    if (!text.matches("[\\x21-\\x7e]+")) {
      throw Failure.usage("%s does not hold a token or key on one line.".formatted(variable));
    }
    return text;
  }

  private Map<String, String> signedIn(URI server) {
    return file.find(server)
        .map(it -> it.isNearItsEnd(terminal.clock().instant()) ? prolonged(server, it) : it)
        .map(it -> bearer(it.token()))
        .orElse(Map.of());
  }

  /// The same session with a new token; the one there is, if that does not work out.
  private SignedIn prolonged(URI server, SignedIn old) {
    try {
      var client = new LoomClient(new ServerAddress(List.of(server)), with(old));
      var answer = client.post(ApiPath.of("auth", "refresh"), Json.object());
      var token = answer.path("token").asText();
      if (token.isBlank()) {
        return old;
      }
      var now = terminal.clock().instant();
      var fresh =
          new SignedIn(
              token, old.username(), now, now.plusSeconds(answer.path("expires_in").asLong()));
      file.put(server, fresh);
      return fresh;
    } catch (Failure _) {
      return old;
    }
  }

  /// The headers of one token, whatever the environment says.
  static Authorization with(SignedIn signedIn) {
    return new Authorization() {
      @Override
      public Map<String, String> headers(URI server) {
        return bearer(signedIn.token());
      }

      @Override
      public String remedy(URI server) {
        return "";
      }
    };
  }

  private static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }
}
