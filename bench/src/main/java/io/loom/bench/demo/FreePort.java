package io.loom.bench.demo;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;

/// Ports of this machine's loopback address.
final class FreePort {
  private static final int[] USUAL = {8080, 8081};
  private static final int CONNECT_MILLIS = 500;

  private FreePort() {}

  /// The port that was asked for, or one of those that Loom is looked for at, or any.
  ///
  /// @param wanted 0 when none was asked for
  static int choose(int wanted) throws IOException, DemoFailure {
    if (wanted != 0) {
      if (!isFree(wanted)) {
        throw new DemoFailure(
            "Port %d is taken by another program.".formatted(wanted),
            "Name another one with --port, or leave --port out to take one that is free.");
      }
      return wanted;
    }
    for (int port : USUAL) {
      if (isFree(port)) {
        return port;
      }
    }
    try (var any = new ServerSocket(0, 1, loopback())) {
      return any.getLocalPort();
    }
  }

  /// Some systems let two programs listen, one on all addresses and one on this one; so a port is
  /// free only when nobody answers either.
  static boolean isFree(int port) {
    try (var client = new Socket()) {
      client.connect(new InetSocketAddress(loopback(), port), CONNECT_MILLIS);
      return false;
    } catch (IOException _) {
      return canBind(port);
    }
  }

  private static boolean canBind(int port) {
    try (var server = new ServerSocket(port, 1, loopback())) {
      return server.isBound();
    } catch (IOException _) {
      return false;
    }
  }

  private static InetAddress loopback() {
    return InetAddress.ofLiteral("127.0.0.1");
  }
}
