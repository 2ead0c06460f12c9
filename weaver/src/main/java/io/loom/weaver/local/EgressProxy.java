package io.loom.weaver.local;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.loom.weaver.Egress;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// One weaver's only way out: a proxy that listens on a socket in the file system, which is shown
/// inside. Safe for many threads; each connection has a virtual one.
final class EgressProxy implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(EgressProxy.class.getName());
  private static final int MOST_CONNECTIONS = 256;
  private static final String ADDRESS = "127.0.0.1";
  private static final String PORT = "3128";

  /// The kernel's limit, less the byte that ends the name.
  private static final int LONGEST_SOCKET_PATH = 107;

  private final Path socket;
  private final ServerSocketChannel server;
  private final EgressGate gate;
  private final Semaphore places = new Semaphore(MOST_CONNECTIONS);
  private final Set<SocketChannel> clients = ConcurrentHashMap.newKeySet();

  private EgressProxy(Path socket, ServerSocketChannel server, EgressGate gate) {
    this.socket = socket;
    this.server = server;
    this.gate = gate;
  }

  /// @throws IllegalArgumentException when the list holds something that is no host
  static EgressProxy start(
      Path folder,
      String weaverId,
      Egress.AllowList list,
      AddressPolicy addresses,
      EgressListener listener)
      throws IOException {
    var rules = EgressRules.of(list);
    var name = UUID.nameUUIDFromBytes(weaverId.getBytes(US_ASCII)).toString();
    var socket = folder.resolve(name);
    if (socket.toString().length() > LONGEST_SOCKET_PATH) {
      throw new IOException(
          "%s is too long for a socket; move the folder of the weavers".formatted(socket));
    }
    Files.deleteIfExists(socket);
    var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    var gate = new EgressGate(weaverId, rules, addresses, listener);
    var proxy = new EgressProxy(socket, server, gate);
    Thread.ofVirtual().name("weaver-proxy-" + weaverId).start(proxy::accept);
    return proxy;
  }

  Path socket() {
    return socket;
  }

  /// What tells programs inside about the proxy.
  static Map<String, String> environment() {
    var address = "http://" + ADDRESS + ":" + PORT;
    var local = "localhost,127.0.0.1,::1";
    var java =
        "-Dhttp.proxyHost=%1$s -Dhttp.proxyPort=%2$s -Dhttps.proxyHost=%1$s -Dhttps.proxyPort=%2$s"
            .formatted(ADDRESS, PORT);
    return Map.of(
        "HTTP_PROXY", address,
        "HTTPS_PROXY", address,
        "ALL_PROXY", address,
        "http_proxy", address,
        "https_proxy", address,
        "all_proxy", address,
        "NO_PROXY", local,
        "no_proxy", local,
        "JAVA_TOOL_OPTIONS", java);
  }

  private void accept() {
    while (server.isOpen()) {
      try {
        var client = server.accept();
        if (places.tryAcquire()) {
          clients.add(client);
          Thread.ofVirtual().name("weaver-connection").start(() -> serve(client));
        } else {
          client.close();
        }
      } catch (IOException e) {
        if (server.isOpen()) {
          LOG.log(System.Logger.Level.WARNING, "A weaver's connection failed", e);
        }
      }
    }
  }

  private void serve(SocketChannel client) {
    try (client) {
      new ProxyConnection(client, gate).serve();
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "A weaver's connection broke", e);
    } finally {
      clients.remove(client);
      places.release();
    }
  }

  @Override
  public void close() {
    try {
      server.close();
      for (var client : clients) {
        client.close();
      }
      Files.deleteIfExists(socket);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.WARNING, "A weaver's proxy did not close", e);
    }
  }
}
