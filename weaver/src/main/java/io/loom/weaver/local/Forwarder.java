package io.loom.weaver.local;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicInteger;

/// Runs inside a weaver that has a way out: takes connections on loopback and passes them to the
/// proxy's socket. It decides nothing; whoever goes around it finds the same proxy.
///
/// This class alone is shown inside, so it uses nothing but the JDK and has no classes within.
public final class Forwarder implements Runnable {
  private final SocketChannel from;
  private final SocketChannel to;

  /// How many directions of the connection are open; the last one closes it, a broken one at once.
  private final AtomicInteger directions;

  private Forwarder(SocketChannel from, SocketChannel to, AtomicInteger directions) {
    this.from = from;
    this.to = to;
    this.directions = directions;
  }

  /// @param arguments the socket's path, and the port to listen on
  public static void main(String[] arguments) throws IOException {
    var proxy = UnixDomainSocketAddress.of(arguments[0]);
    try (var server = ServerSocketChannel.open()) {
      server.bind(
          new InetSocketAddress(
              InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(arguments[1])));
      System.out.println("ready");
      System.out.close();
      while (true) {
        var client = server.accept();
        try {
          var way = SocketChannel.open(proxy);
          var directions = new AtomicInteger(2);
          Thread.ofVirtual().start(new Forwarder(client, way, directions));
          Thread.ofVirtual().start(new Forwarder(way, client, directions));
        } catch (IOException _) {
          client.close();
        }
      }
    }
  }

  @Override
  public void run() {
    var buffer = ByteBuffer.allocate(16_384);
    try {
      while (from.read(buffer) >= 0) {
        buffer.flip();
        while (buffer.hasRemaining()) {
          to.write(buffer);
        }
        buffer.clear();
      }
      to.shutdownOutput();
    } catch (IOException _) {
      directions.set(1);
    }
    if (directions.decrementAndGet() <= 0) {
      close(from);
      close(to);
    }
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException _) {
      // Of no more use either way.
    }
  }
}
