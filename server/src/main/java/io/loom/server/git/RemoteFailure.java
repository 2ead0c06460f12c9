package io.loom.server.git;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Why a remote could not be used, as far as git's words tell.
///
/// @param fingerprint of the key that the host showed; empty when it is not known
public record RemoteFailure(Kind kind, String fingerprint) {
  /// What went wrong.
  public enum Kind {
    /// The host showed another key than before.
    HOST_KEY,
    /// The host takes none of the keys.
    KEY_REFUSED,
    /// The host does not take the name and the secret, or there are none.
    SECRET_REFUSED,
    /// There is no such repository, or not for this user.
    NOT_FOUND,
    /// Nobody answers.
    UNREACHABLE,
    /// The certificate of the host is of no authority that is believed.
    CERTIFICATE
  }

  private record Sign(Kind kind, Pattern words) {
    static Sign of(Kind kind, String words) {
      return new Sign(kind, Pattern.compile(words, Pattern.CASE_INSENSITIVE));
    }
  }

  /// The first that is found tells.
  private static final List<Sign> SIGNS =
      List.of(
          Sign.of(
              Kind.HOST_KEY,
              "host identification has changed|host key is known for .* strict checking"
                  + "|host key verification failed"),
          Sign.of(Kind.KEY_REFUSED, "permission denied \\(|too many authentication failures"),
          Sign.of(Kind.CERTIFICATE, "certificate"),
          Sign.of(
              Kind.SECRET_REFUSED,
              "authentication failed|could not read (username|password)"
                  + "|returned error: 40[13]|HTTP Basic: Access denied"),
          Sign.of(
              Kind.NOT_FOUND,
              "repository .*not found|returned error: 404"
                  + "|does not appear to be a git repository"),
          Sign.of(
              Kind.UNREACHABLE,
              "could not resolve|connection refused|connection timed out|operation timed out"
                  + "|no route to host|failed to connect|couldn't connect|connection closed"
                  + "|connection reset|network is unreachable|took longer than"));

  private static final Pattern FINGERPRINT =
      Pattern.compile("sent by the remote host is\\s+(SHA256:[A-Za-z0-9+/]+)");

  /// What the words of a command that failed tell.
  static Optional<RemoteFailure> of(String words) {
    return SIGNS.stream()
        .filter(sign -> sign.words().matcher(words).find())
        .findFirst()
        .map(sign -> new RemoteFailure(sign.kind(), fingerprint(words)));
  }

  private static String fingerprint(String words) {
    var match = FINGERPRINT.matcher(words);
    return match.find() ? match.group(1) : "";
  }
}
