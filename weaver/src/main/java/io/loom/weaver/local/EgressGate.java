package io.loom.weaver.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;

/// Decides what a weaver may reach, and connects there.
record EgressGate(
    String weaverId, EgressRules rules, AddressPolicy addresses, EgressListener listener) {
  private static final Duration CONNECT_TIME = Duration.ofSeconds(10);

  /// Connects to the very address that was checked, so that a name cannot mean one thing to the
  /// check and another to the connection.
  ///
  /// @throws Refused with a sentence for the weaver
  SocketChannel connect(HostPort target) throws Refused, IOException {
    if (!rules.allow(target)) {
      throw refuse(
          target,
          "%s is not on this weaver's allow-list (%s)."
              .formatted(target.authority(), rules.rules().isEmpty() ? "it is empty" : rules));
    }
    var address = resolve(target);
    var channel = SocketChannel.open();
    try {
      channel
          .socket()
          .connect(new InetSocketAddress(address, target.port()), (int) CONNECT_TIME.toMillis());
      return channel;
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private InetAddress resolve(HostPort target) throws Refused {
    List<InetAddress> found;
    try {
      found = List.of(InetAddress.getAllByName(target.host()));
    } catch (UnknownHostException _) {
      throw refuse(target, "The host %s is not known.".formatted(target.host()));
    }
    return found.stream()
        .filter(addresses::allows)
        .findFirst()
        .orElseThrow(() ->
            refuse(
                target,
                "%s leads to %s, and a weaver reaches public addresses only."
                    .formatted(target.host(), found.getFirst().getHostAddress())));
  }

  private Refused refuse(HostPort target, String reason) {
    listener.refused(weaverId, target.authority(), reason);
    return new Refused(reason);
  }

  /// The weaver may not go there.
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String reason) {
      super(reason);
    }
  }
}
