package io.loom.ground.http;

import io.loom.base.ByteSize;
import io.loom.ground.tls.PemFiles;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where and how a web server listens.
///
/// @param bind the address, such as `127.0.0.1`
/// @param plain where it speaks plain HTTP, if anywhere
/// @param tls where it speaks HTTPS, if anywhere
/// @param browsers what pages of other origins may do
public record WebConfig(
    String bind,
    @Nullable Plain plain,
    @Nullable Tls tls,
    WebLimits limits,
    BrowserRules browsers) {
  /// Ports for plain HTTP.
  ///
  /// @param port 0 picks a free one
  /// @param extraPorts listened on as well; one that is taken is an error unless optional
  /// @param extraPortsOptional whether a taken extra port is only a warning
  public record Plain(int port, List<Integer> extraPorts, boolean extraPortsOptional) {
    public Plain {
      extraPorts = List.copyOf(extraPorts);
    }
  }

  /// A port for HTTPS.
  ///
  /// @param port 0 picks a free one
  /// @param reload between two looks whether the files have changed
  public record Tls(int port, PemFiles files, Duration reload) {}

  public WebConfig {
    if (plain == null && tls == null) {
      throw new IllegalArgumentException("a web server listens somewhere");
    }
  }

  /// Plain HTTP for programs, with the usual limits.
  public WebConfig(
      String bind,
      int port,
      List<Integer> extraPorts,
      boolean extraPortsOptional,
      Duration idle,
      ByteSize body) {
    this(
        bind,
        new Plain(port, extraPorts, extraPortsOptional),
        null,
        WebLimits.usual(idle, body),
        BrowserRules.SAME_ORIGIN);
  }
}
