package io.loom.server.provider;

import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// What went wrong between Loom and a provider, for people to read.
final class FailureWords {
  private static final int LENGTH = 300;
  private static final Pattern TAGS =
      Pattern.compile("(?is)<(script|style)\\b.*?</\\1\\s*>|<[^>]*>");
  private static final Pattern BLANKS = Pattern.compile("[\\s\\p{Cntrl}]+");

  private FailureWords() {}

  static String of(IOException failure, URI address) {
    var place = place(address);
    return switch (failure) {
      case ProviderConnection.MissingKeyException missing -> String.valueOf(missing.getMessage());
      case HttpConnectTimeoutException _ -> "no connection to %s in time".formatted(place);
      case HttpTimeoutException _ -> "%s did not answer in time".formatted(place);
      case ConnectException connect when isCausedBy(connect, UnresolvedAddressException.class) ->
          "the host name %s is not known".formatted(address.getHost());
      case ConnectException _ -> "connection refused by %s; is it running?".formatted(place);
      case SSLException tls ->
          "TLS with %s failed: %s".formatted(place, shorten(String.valueOf(tls.getMessage())));
      case ProtocolException _ -> "what answers at %s does not speak HTTP".formatted(place);
      default -> ofCause(failure, place);
    };
  }

  private static String ofCause(IOException failure, String place) {
    if (isCausedBy(failure, SSLException.class)) {
      return "TLS with %s failed".formatted(place);
    }
    var message = String.valueOf(failure.getMessage());
    return isCutOff(failure)
        ? "%s closed the connection before the answer was complete".formatted(place)
        : "the connection to %s failed: %s".formatted(place, shorten(message));
  }

  private static boolean isCutOff(IOException failure) {
    var message = String.valueOf(failure.getMessage());
    return isCausedBy(failure, java.io.EOFException.class)
        || message.contains("closed")
        || message.contains("reset")
        || message.contains("EOF")
        || message.contains("no bytes")
        || message.contains("fixed content-length")
        || message.contains("chunked transfer encoding");
  }

  private static boolean isCausedBy(Throwable failure, Class<? extends Throwable> kind) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }

  /// Host and port, as people look for them.
  private static String place(URI address) {
    return address.getRawAuthority();
  }

  static boolean isHtml(String text) {
    return text.stripLeading().startsWith("<");
  }

  /// The first words of what should have been JSON.
  static String notJson(String text) {
    if (text.isBlank()) {
      return "an empty answer instead of JSON";
    }
    return isHtml(text)
        ? "HTML instead of JSON: \"%s\"".formatted(shorten(TAGS.matcher(text).replaceAll(" ")))
        : "no JSON: \"%s\"".formatted(shorten(text));
  }

  /// One line, not too long.
  static String shorten(String text) {
    var line = BLANKS.matcher(text).replaceAll(" ").strip();
    return line.length() <= LENGTH ? line : line.substring(0, LENGTH) + "…";
  }
}
